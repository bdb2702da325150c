/** What `dist/` was made of, kept in it: a part is up to date when its sources and its own files are as they were then. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { filesUnder, fingerprint } from './fingerprint';
import { parts, recordFile, fingerprintTools, type Part } from './parts';

const PartRecord = z.strictObject({ sources: z.string(), outputs: z.string() });
const BuildRecord = z.strictObject({
  tools: z.string(),
  parts: z.strictObject({ code: PartRecord, bundle: PartRecord, desk: PartRecord }),
});
type BuildRecord = z.infer<typeof BuildRecord>;

/** Nothing where none was kept, or one that this version does not write. */
function readRecord(dist: string): BuildRecord | undefined {
  try {
    const text = readFileSync(join(dist, recordFile), 'utf8');
    return BuildRecord.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function outputsNow(dist: string, part: Part): string {
  return fingerprint(
    dist,
    filesUnder(dist).filter((name) => part.owns(name)),
  );
}

/** A folder whose build was finished: the record is written last. */
export const isWhole = (dist: string): boolean => existsSync(join(dist, recordFile));

/** What is to be done. */
export interface Work {
  readonly stale: readonly Part[];
  /** The compiler may go on from what it knows: the compiled code is as it left it, and so are the tools. */
  readonly isCodeIntact: boolean;
  /** Says in the folder that was made of which sources; a file that changed meanwhile is seen by the next build. */
  readonly keepRecord: (made: string) => void;
}

/** Reads the sources once: what is stale and what is recorded speak of the same. */
export function compare(root: string, dist: string): Work {
  const record = readRecord(dist);
  const tools = fingerprintTools(root);
  const now = parts.map((part) => ({ part, sources: fingerprint(root, part.sources(root)) }));
  const isSameTools = record?.tools === tools;
  const isIntact = (part: Part): boolean => record?.parts[part.name].outputs === outputsNow(dist, part);
  const isFresh = (part: Part, sources: string): boolean =>
    isSameTools && record.parts[part.name].sources === sources && isIntact(part);
  return {
    stale: now.filter(({ part, sources }) => !isFresh(part, sources)).map(({ part }) => part),
    isCodeIntact: isSameTools && parts.slice(0, 1).every(isIntact),
    keepRecord: (made) => {
      const entries = now.map(
        ({ part, sources }) => [part.name, { sources, outputs: outputsNow(made, part) }] as const,
      );
      const text = JSON.stringify({ tools, parts: Object.fromEntries(entries) }, null, 2);
      writeFileSync(join(made, recordFile), `${text}\n`);
    },
  };
}
