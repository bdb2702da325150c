/** The real app on a free port. */
import { Writable } from 'node:stream';
import pino from 'pino';
import type { Rate } from '../../../api/request/rate-limit';
import { createApp } from '../../../api/app';
import { createEvents, type Events, type EventTimes } from '../../../api/events/events';
import { createLinks } from '../../../api/links';
import { listen } from '../../../api/server';
import type { SignIn } from '../../../api/session/sign-in';
import type { Submissions } from '../../../api/gateway/gateway';
import type { Sources } from '../../../adapters/source/sources';
import type { Companies, Company } from '../../../adapters/companies/companies';
import { integration, policy } from '../domain/fixtures';
import { send, type Received, type Sent } from './send';
import { authenticate } from './tokens';
import { defined } from '../../../workflows/contract/defined';

export type { Received, Sent };

/** A company that takes projects, without a source. */
export const company = (id: string, changes: Partial<Company> = {}): Company => ({
  id,
  name: `Company ${id}`,
  integration,
  policy,
  takesProjects: true,
  prerequisites: [],
  figures: [],
  connection: {
    adapter: 'file-drop',
    directory: `/nowhere/${id}`,
    registerFile: '/nowhere/drops.json',
    commitWithinMs: 0,
    recordUrl: 'https://erp.example/jobs/{job}',
  },
  ...changes,
});

/** `globex` takes no projects; `initech` wants short names and a department. */
const companies: readonly Company[] = [
  company('acme'),
  company('globex', {
    takesProjects: false,
    notSupported: { message: 'Globex books by hand.', remedy: 'Import the job there.' },
    connection: { adapter: 'none' },
  }),
  company('initech', {
    integration: {
      ...integration,
      rules: { ...integration.rules, fields: { name: { maxLength: 5 }, department: { required: true } } },
    },
    prerequisites: ['Make the cost codes first.'],
    figures: [{ rule: 'name.maxLength', value: 5, source: 'the manual', certainty: 'read' }],
  }),
];

/** `own` before those that are always there. */
function createRegistry(own: readonly Company[]): Companies {
  const all = [...own, ...companies];
  return { find: (id) => all.find((one) => one.id === id), all: () => all };
}

export interface ApiServer {
  readonly url: string;
  /** Everything that was logged. */
  readonly log: () => string;
  readonly events: Events;
  send(method: string, path: string, sent?: Sent): Promise<Received>;
  stop(): Promise<void>;
}

export interface ApiServerOptions {
  readonly rate?: Rate;
  readonly temporalUi?: string;
  readonly signIn?: SignIn;
  readonly deskDirectory?: string;
  readonly eventTimes?: EventTimes;
  readonly companies?: readonly Company[];
  readonly sources?: Sources;
}

export async function startApi(submissions: Submissions, options: ApiServerOptions = {}): Promise<ApiServer> {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const { rate, temporalUi, signIn, deskDirectory, eventTimes } = options;
  const toLinks = createLinks(temporalUi === undefined ? undefined : { url: temporalUi, namespace: 'default' });
  const log = pino(sink);
  const events = createEvents({ submissions, log, ...defined({ times: eventTimes }) });
  const registry = createRegistry(options.companies ?? []);
  const served = {
    submissions,
    companies: registry,
    sources: options.sources,
    authenticate,
    events,
    signIn,
    deskDirectory,
  };
  const app = createApp({ ...served, toLinks, rate, log });
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    url: server.url,
    log: () => lines.join(''),
    events,
    send: (method, path, sent) => send(server.url, method, path, sent),
    stop: () => {
      events.close();
      return server.stop(1_000);
    },
  };
}
