/** Writes the generated tables of `docs/` anew: `node dev/launch.cjs test/docs/write.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentTables, findTable, formatTable } from './tables';

for (const table of documentTables) {
  const file = join(__dirname, '..', '..', 'docs', table.page);
  const text = readFileSync(file, 'utf8');
  const standing = findTable(text, table);
  writeFileSync(
    file,
    text.replace(standing, () => formatTable(table, standing)),
  );
}
