/** The connection to a company's ERP, as `companies.yaml` describes it and adapters need it. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { erpIds } from '../../workflows/contract/codes';
import type { Rules } from '../../workflows/contract/rules';
import { line } from '../../workflows/contract/text-schemas';
import { isPlainUrl, isSafeUrl } from '../http/safe-url';
import type { CatalogueEntry } from './catalogue/entry';
import { toDirectory } from './directories';
import { duration, erp, variable } from './fields';
import { remedies } from './remedies';
import { defined } from '../../workflows/contract/defined';

/** How the ERP's own address of a record is made: `{reference}` and the names of the receipt's ids are filled in. */
const recordUrl = line(1_000)
  .pipe(z.string().regex(/^https?:\/\/[^/{}]+/))
  .optional()
  .register(remedies, {
    remedy:
      'Write the http(s) address of a record in the ERP with {reference} or an id of the receipt in it, such as "https://erp.example.com/jobs/{job}". Otherwise remove it.',
  });
/** Returns the names in braces of a `recordUrl`. */
export const namesInUrl = (pattern: string): string[] =>
  [...pattern.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** What an ERP behind an agent may have no place for; everything else it keeps. */
const leavableFields = [
  ...(['number', 'address', 'address.line2', 'startDate', 'completionDate', 'currency', 'totalValue'] as const),
  ...(['customer', 'customer.code', 'type', 'department', 'description', 'customFields'] as const),
  ...(['costCodes.costTypes', 'costCodes.budget', 'job.fields'] as const),
] as const;

const isFurtherId = (name: string): boolean => !(erpIds as readonly string[]).includes(name);

/** What the receipts of an ERP behind an agent name beside `job` and `jobNumber`. */
const declaredIds = z
  .array(
    z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/)
      .refine(isFurtherId),
  )
  .max(20)
  .refine((names) => new Set(names).size === names.length)
  .optional()
  .register(remedies, {
    remedy: 'Write the names of further ids of its records, such as [customer]. job and jobNumber always exist.',
  });

const adapterRemedy = { remedy: 'Write "file-drop", "tryton", "http", or "none" for an ERP that takes no projects.' };

/** Each call to a server carries a secret, which must not be read on its way. */
const serverUrl = z
  .url({ protocol: /^https?$/ })
  .refine(isSafeUrl)
  .refine(isPlainUrl)
  .register(remedies, {
    remedy:
      'Write the https address of the server without a name, password or fragment in it, such as "https://erp.example.com". http is allowed only for this machine.',
  });

const commitWithin = duration(0).optional();

/** The schema of `integration`, by adapter. Secrets are named by their environment variables. */
export const IntegrationConfig = z
  .discriminatedUnion('adapter', [
    z.strictObject({
      erp,
      adapter: z.literal('file-drop').register(remedies, adapterRemedy),
      directory: line(1_000).register(remedies, {
        remedy: 'Write the folder for the files of this company, such as "erp/acme" (below LEDGERGATE_VAR).',
      }),
      commitWithin,
      recordUrl,
    }),
    z.strictObject({
      erp,
      adapter: z.literal('tryton').register(remedies, adapterRemedy),
      url: serverUrl,
      database: z
        .string()
        .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/)
        .register(remedies, { remedy: 'Write the name of the database in Tryton, such as "erp".' }),
      keyVariable: variable(
        'Write the environment variable of the worker that holds the user application key, such as TRYTON_KEY.',
      ),
      commitWithin,
      recordUrl,
    }),
    z.strictObject({
      erp,
      adapter: z.literal('http').register(remedies, adapterRemedy),
      url: serverUrl,
      tokenVariable: variable(
        'Write the environment variable of the worker that holds the bearer token, such as AGENT_TOKEN.',
      ),
      signingVariable: variable(
        'Write the environment variable of the worker that holds the key of the signatures, such as AGENT_SIGNING_KEY.',
      ),
      notKept: z.array(z.enum(leavableFields)).max(leavableFields.length).optional().register(remedies, {
        remedy: 'Write the fields that the ERP cannot store, such as [description, costCodes.costTypes].',
      }),
      ids: declaredIds,
      commitWithin,
      recordUrl,
    }),
    z.strictObject({ erp, adapter: z.literal('none').register(remedies, adapterRemedy) }),
  ])
  .register(remedies, {
    remedy: 'Write the ERP and its adapter, such as { erp: sage-intacct, adapter: file-drop, directory: erp/acme }.',
  });
export type IntegrationConfig = z.infer<typeof IntegrationConfig>;

interface BaseConnection {
  /** How long a write that was sent may still appear, in milliseconds. */
  readonly commitWithinMs: number;
  /** The pattern of the link to the ERP's own page of a record. */
  readonly recordUrl?: string;
}

export type Connection =
  | (BaseConnection & {
      readonly adapter: 'file-drop';
      /** The directory of the drop, an absolute path. */
      readonly directory: string;
      /** The absolute path of `drops.json` in LEDGERGATE_VAR, which has the id of each company's drop. */
      readonly registerFile: string;
    })
  | (BaseConnection & {
      readonly adapter: 'tryton';
      readonly url: string;
      readonly database: string;
      /** The environment variable with the user application key. */
      readonly keyVariable: string;
    })
  | (BaseConnection & {
      readonly adapter: 'http';
      readonly url: string;
      /** The environment variables with the bearer token and the signing key. */
      readonly tokenVariable: string;
      readonly signingVariable: string;
      /** Fields that the ERP cannot store. */
      readonly notKept: readonly string[];
      /** The ids of its receipts beside `job` and `jobNumber`. */
      readonly ids: readonly string[];
    })
  | { readonly adapter: 'none' };

type Adapter = Exclude<Connection['adapter'], 'none'>;

/** Returns the ids that its receipts have beside `job` and `jobNumber`. */
export function furtherIds(
  connection: Pick<ConnectedConfig, 'adapter'> & { readonly ids?: readonly string[] | undefined },
): readonly string[] {
  switch (connection.adapter) {
    case 'file-drop':
      return ['file'];
    case 'tryton':
      return ['project'];
    case 'http':
      return connection.ids ?? [];
  }
}

/** Whether the ERP supports a preflight. A drop supports one if it holds names. */
export const supportsPreflight = ({ adapter }: Connection, { uniqueBy }: Pick<Rules, 'uniqueBy'>): boolean =>
  adapter === 'file-drop' ? uniqueBy !== undefined : adapter !== 'none';

const defaultCommitWithinMs: Readonly<Record<Adapter, number>> = {
  // Its own rename is the commit, and the folder is read without delay.
  'file-drop': 0,
  // A request that the server is still working on when its caller has gone.
  tryton: 180_000,
  http: 180_000,
};

type Report = (path: readonly string[], message: string) => void;

type ConnectedConfig = Exclude<IntegrationConfig, { readonly adapter: 'none' }>;

const toBaseConnection = ({ adapter, commitWithin, recordUrl: pattern }: ConnectedConfig): BaseConnection => ({
  commitWithinMs: commitWithin ?? defaultCommitWithinMs[adapter],
  ...defined({ recordUrl: pattern }),
});

/** The way to an ERP that takes projects, if it is one of its own. */
function checkWay(written: IntegrationConfig, entry: CatalogueEntry, report: Report): ConnectedConfig | undefined {
  if ('notSupported' in entry) {
    if (written.adapter !== 'none') {
      report(['integration', 'adapter'], `is not possible: ${entry.erpName} takes no projects. Write "adapter: none".`);
    }
    return undefined;
  }
  // An agent may stand before any ERP.
  const adapters: readonly string[] = [...entry.adapters, 'http'];
  if (written.adapter !== 'none' && adapters.includes(written.adapter)) return written;
  const ways = adapters.map((adapter) => `"adapter: ${adapter}"`).join(' or ');
  report(['integration', 'adapter'], `is not possible: ${entry.erpName} takes projects. Write ${ways}.`);
  return undefined;
}

/** A name that no receipt has would make a link of no record. */
function checkRecordUrl(way: ConnectedConfig, report: Report): void {
  const known = ['reference', ...erpIds, ...furtherIds(way)];
  const unknown = namesInUrl(way.recordUrl ?? '').find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const names = known.map((name) => `{${name}}`).join(', ');
  const declare = way.adapter === 'http' ? `, or declare ${unknown} under "ids"` : '';
  report(['integration', 'recordUrl'], `is not possible: no receipt has ${unknown}. Use only ${names}${declare}.`);
}

/** Makes a connection from its configuration. If it reports a mistake, the ERP cannot be reached. */
export function toConnection(
  written: IntegrationConfig,
  entry: CatalogueEntry,
  varDirectory: string,
  report: Report,
): Connection {
  const way = checkWay(written, entry, report);
  if (!way) return { adapter: 'none' };
  checkRecordUrl(way, report);
  const reached = toBaseConnection(way);
  if (way.adapter === 'tryton') {
    const { url, database, keyVariable } = way;
    return { adapter: 'tryton', url, database, keyVariable, ...reached };
  }
  if (way.adapter === 'http') {
    const { url, tokenVariable, signingVariable, notKept = [], ids = [] } = way;
    return { adapter: 'http', url, tokenVariable, signingVariable, notKept, ids, ...reached };
  }
  const directory = toDirectory(way.directory, varDirectory);
  if ('problem' in directory) {
    report(['integration', 'directory'], directory.problem);
    return { adapter: 'none' };
  }
  const registerFile = resolve(varDirectory, 'drops.json');
  return { adapter: 'file-drop', directory: directory.path, registerFile, ...reached };
}
