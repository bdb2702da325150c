/** The development server's database: what a person must know of it. */
import { access } from 'node:fs/promises';
import type { OwnServer } from './config';

const damaged = /file is not a database|database disk image is malformed|no such table|SQL logic error/;
const full = 'database or disk is full';
const closed = /unable to open database file|attempt to write a readonly database/;

/** What a line of the server says of its database, and what to do; `undefined`: nothing. */
export function explainDatabase(line: string, file: string): string | undefined {
  if (damaged.test(line)) {
    return `${file} is damaged, or no database of Temporal. Put a backup in its place, or move it away together with ${file}-wal and ${file}-shm: Temporal then begins empty, and what was exported is still known to the drops and the ERPs.`;
  }
  if (line.includes(full))
    return `The disk of ${file} is full: Temporal writes nothing until there is room. Free some space.`;
  if (closed.test(line))
    return `${file} cannot be written. Give this user the right to read and write it and its folder.`;
  return undefined;
}

/** A folder that holds more of ours than this: its database was removed. */
export async function sayMissingDatabase({ databaseFile }: OwnServer, say: (line: string) => void): Promise<void> {
  try {
    await access(databaseFile);
  } catch {
    say(
      `${databaseFile} is not there: Temporal begins empty, and the submissions of before are gone. What was exported is still known to the drops and the ERPs, so nothing is exported twice.`,
    );
  }
}
