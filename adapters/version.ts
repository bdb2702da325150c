/** The version of this build, as its package.json has it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Package = z.object({ version: z.string() });

export function readVersion(directory: string = __dirname): string {
  const file = join(directory, 'package.json');
  if (existsSync(file)) return Package.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  const parent = dirname(directory);
  return parent === directory ? 'unknown' : readVersion(parent);
}
