/** The ERPs on which the faults are played: each a real process, asked past every fault what it holds. */
import type { Erp } from '../../activities/erp-port';
import { createAgent } from '../../adapters/erp/http/agent';
import { createTryton } from '../../adapters/erp/tryton/tryton';
import { startErpHttpServer, type ErpHttpServer } from '../support/erp/erp-http-server';
import type { Fault } from '../support/processes/fault-proxy';
import type { ToProgram } from '../support/erp/erp-http-program';
import { startTryton } from '../support/erp/tryton';
import { nameCut, nameReadCut, pretending } from './faults';
import type { Turn } from './turn';

/** How many there ever were. */
export interface Counts {
  readonly byReference: ReadonlyMap<string, number>;
  /** By the name of the project, whoever holds its job number. */
  readonly byName: ReadonlyMap<string, number>;
}

export interface Server {
  readonly name: string;
  readonly url: string;
  /** Straight to it. */
  readonly erp: Erp;
  /** What companies.yaml says of a company that reaches it by this address. */
  readonly integrationAt: (url: string) => object;
  /** The secrets of the worker. */
  readonly env: Readonly<Record<string, string>>;
  /** The last part of the path of a look-up; everything else writes. */
  readonly lookUp: string;
  /** Says that all is well, and does nothing. */
  readonly pretended: Fault;
  /** Lets another record than ours be there. */
  readonly somethingElse: Readonly<Record<Turn['call'], Fault | undefined>>;
  readonly counts: () => Promise<Counts>;
  /** Where an agent fetches the orders: it goes away, or comes back. */
  readonly agent?: (message: ToProgram) => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const serverNames = ['tryton', 'http', 'agent'] as const;
export type ServerName = (typeof serverNames)[number];

const counted = (keys: readonly unknown[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys.map(String)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

async function startTrytonServer(database: 'sqlite' | 'postgresql'): Promise<Server> {
  const tryton = await startTryton({ database });
  const { url, key, kill, restart, stop } = tryton;
  return {
    name: `Tryton on ${database}`,
    url,
    restart,
    stop,
    lookUp: 'find_job',
    erp: createTryton({ ...tryton, commitWithinMs: 0 }),
    integrationAt: (at) => ({
      erp: 'tryton',
      adapter: 'tryton',
      url: at,
      database: tryton.database,
      keyVariable: 'TRYTON_KEY',
    }),
    env: { TRYTON_KEY: key },
    pretended: pretending(({ reference, content }) => ({ reference, ids: { job: '0', project: '0' }, content })),
    somethingElse: { write: nameCut, 'look-up': undefined },
    counts: async () => ({
      byReference: counted((await tryton.query('SELECT reference FROM construction_job')).flat()),
      byName: counted((await tryton.query('SELECT name FROM project_work')).flat()),
    }),
    kill: () => kill('SIGKILL'),
  };
}

const workMs = 60;
const agentEveryMs = 30;

function asServer(reference: ErpHttpServer, name: string): Server {
  const { url, token, signingKey, kill, restart, stop } = reference;
  return {
    name,
    url: reference.origin,
    restart,
    stop,
    lookUp: 'find',
    erp: createAgent({ url, token, signingKey, commitWithinMs: 0 }),
    integrationAt: (at) => ({
      erp: 'vista',
      adapter: 'http',
      url: `${at}/erp`,
      tokenVariable: 'ERP_TOKEN',
      signingVariable: 'ERP_SIGNING_KEY',
    }),
    env: { ERP_TOKEN: token, ERP_SIGNING_KEY: signingKey },
    pretended: pretending(({ reference: of, content }) => ({
      record: { reference: of, ids: { job: '0' }, content },
    })),
    // What is signed cannot be changed on its way: it is refused.
    somethingElse: { write: undefined, 'look-up': nameReadCut },
    counts: async () => {
      const made = reference.made();
      return { byReference: counted(made.map((one) => one.reference)), byName: counted(made.map((one) => one.name)) };
    },
    kill: () => kill('SIGKILL'),
  };
}

/** The reference server of the http protocol. */
async function startReference(name: 'http' | 'agent'): Promise<Server> {
  if (name === 'http') return asServer(await startErpHttpServer({ workMs }), 'the reference server');
  const reference = await startErpHttpServer({ workMs, agentEveryMs });
  return { ...asServer(reference, 'the reference server with an agent'), agent: reference.agent };
}

export const startServer = (name: ServerName, database: 'sqlite' | 'postgresql'): Promise<Server> =>
  name === 'tryton' ? startTrytonServer(database) : startReference(name);
