/** Explains problems of the development server's database to people. */
import { access } from 'node:fs/promises';
import type { OwnServer } from './config';

const damaged = /file is not a database|database disk image is malformed|no such table|SQL logic error/;
const full = 'database or disk is full';
const closed = /unable to open database file|attempt to write a readonly database/;

/** Returns what a line of the server means for its database and what to do; `undefined` if it means nothing. */
export function explainDatabase(line: string, file: string): string | undefined {
  if (damaged.test(line)) {
    return `${file} is damaged or is not a database of Temporal. Restore a backup, or move the file away together with ${file}-wal and ${file}-shm. Temporal then starts empty, and the drops and the ERPs still know what was exported.`;
  }
  if (line.includes(full))
    return `The disk of ${file} is full, and Temporal writes nothing until there is space. Free some space.`;
  if (closed.test(line))
    return `${file} cannot be written. Give this user the right to read and write it and its folder.`;
  return undefined;
}

/** Reports that the database was removed from a folder that has other data of Ledgergate. */
export async function sayMissingDatabase({ databaseFile }: OwnServer, say: (line: string) => void): Promise<void> {
  try {
    await access(databaseFile);
  } catch {
    say(
      `${databaseFile} does not exist. Temporal starts empty, and earlier submissions are lost. The drops and the ERPs still know what was exported, so nothing is exported twice.`,
    );
  }
}
