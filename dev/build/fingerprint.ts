/** Files by what is in them: a changed, a new, a moved and a deleted file each make another fingerprint. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a folder at any depth, by their path in it; none where there is no folder. */
export function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** `names` are paths in `folder`; what is not there counts as well. */
export function fingerprint(folder: string, names: readonly string[]): string {
  const hash = createHash('sha256');
  for (const name of [...names].sort()) {
    const file = join(folder, name);
    hash
      .update(`${name}\0`)
      .update(existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest() : '')
      .update('\0');
  }
  return hash.digest('hex');
}
