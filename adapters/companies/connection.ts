/** How a company's ERP is reached: what `companies.yaml` says of it, and what an adapter is made from. */
import { z } from 'zod';
import type { CatalogueEntry, ErpAdapter } from './catalogue/entry';
import { toDirectory } from './directories';
import { cleanLine, duration, erp } from './fields';

/** How the ERP's own address of a record is made: `{reference}` and the names of the receipt's ids are filled in. */
const recordUrl = cleanLine(1_000)
  .pipe(z.string().regex(/^https?:\/\/[^/{}]+/))
  .optional();

/** Each with the ERP it reaches; secrets by the name of their environment variable. */
export const WrittenIntegration = z.discriminatedUnion('adapter', [
  z.strictObject({
    erp,
    adapter: z.literal('file-drop'),
    directory: cleanLine(1_000),
    commitWithin: duration(0).optional(),
    recordUrl,
  }),
  z.strictObject({
    erp,
    adapter: z.literal('tryton'),
    url: z.url({ protocol: /^https?$/ }),
    database: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/),
    keyVariable: z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/),
    commitWithin: duration(0).optional(),
    recordUrl,
  }),
  z.strictObject({ erp, adapter: z.literal('none') }),
]);
export type WrittenIntegration = z.infer<typeof WrittenIntegration>;

interface Reached {
  /** How long a write that left may still appear. */
  readonly commitWithinMs: number;
  /** The pattern of the ERP's own address of a record. */
  readonly recordUrl?: string;
}

export type Connection =
  /** `directory` is absolute. */
  | (Reached & { readonly adapter: 'file-drop'; readonly directory: string })
  | (Reached & {
      readonly adapter: 'tryton';
      readonly url: string;
      readonly database: string;
      /** The environment variable that holds the user application key. */
      readonly keyVariable: string;
    })
  | { readonly adapter: 'none' };

/** Adapters that can ask their ERP before a decision. */
export const asksBefore: Readonly<Record<ErpAdapter, boolean>> = { 'file-drop': false, tryton: true };

const defaultCommitWithinMs: Readonly<Record<ErpAdapter, number>> = {
  // Its own rename is the commit, and the folder is read without delay.
  'file-drop': 0,
  // A request that the server is still working on when its caller has gone.
  tryton: 180_000,
};

type Report = (path: readonly string[], message: string) => void;

/** What does not fit is reported; then nothing can be reached. */
export function toConnection(
  written: WrittenIntegration,
  entry: CatalogueEntry,
  varDirectory: string,
  report: Report,
): Connection {
  if ('whyNot' in entry) {
    if (written.adapter !== 'none') {
      report(['integration', 'adapter'], `does not fit: ${entry.erpName} takes no projects. Write "adapter: none".`);
    }
    return { adapter: 'none' };
  }
  if (written.adapter === 'none' || !entry.adapters.includes(written.adapter)) {
    const ways = entry.adapters.map((adapter) => `"adapter: ${adapter}"`).join(' or ');
    report(['integration', 'adapter'], `does not fit: ${entry.erpName} takes projects. Write ${ways}.`);
    return { adapter: 'none' };
  }
  const { recordUrl: pattern } = written;
  const reached = {
    commitWithinMs: written.commitWithin ?? defaultCommitWithinMs[written.adapter],
    ...(pattern !== undefined && { recordUrl: pattern }),
  };
  if (written.adapter === 'tryton') {
    const { url, database, keyVariable } = written;
    return { adapter: 'tryton', url, database, keyVariable, ...reached };
  }
  const directory = toDirectory(written.directory, varDirectory);
  if ('problem' in directory) {
    report(['integration', 'directory'], directory.problem);
    return { adapter: 'none' };
  }
  return { adapter: 'file-drop', directory: directory.path, ...reached };
}
