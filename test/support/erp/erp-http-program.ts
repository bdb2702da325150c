/**
 * The reference server of our protocol, as a process of its own: what `docs/erp-http.md` asks of a server, in the
 * simplest way that keeps it. It can be wrong on purpose.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ErpContent } from '../../../activities/erp-content';
import { PreflightRequest, ExportRequest, FindRequest } from '../../../adapters/erp/http/protocol';
import type { Breach } from './erp-http-breaches';
import { whyRefused } from './erp-http-guard';
import { Ledger, type LedgerAnswer } from './erp-http-ledger';
import { Store, type Order } from './erp-http-store';
import { defined } from '../../../workflows/contract/defined';

export interface ProgramOptions {
  readonly log: string;
  readonly port: number;
  readonly token: string;
  readonly signingKey: string;
  readonly breach?: Breach | undefined;
  /** An order takes so long in the ERP. */
  readonly workMs?: number | undefined;
  /** An agent fetches the orders, so often. */
  readonly agentEveryMs?: number | undefined;
}

export type ToProgram = 'agent away' | 'agent back';

const options = JSON.parse(process.argv[2] ?? '') as ProgramOptions;
const { workMs = 0, agentEveryMs } = options;
const is = (breach: Breach): boolean => options.breach === breach;
const guard = { ...options, is };

const store = new Store(options.log);
const ledger = new Ledger(store, is);

/** The last order of each reference that is under way. */
const underWay = new Map<string, Promise<unknown>>();

/** One after the other for one reference. */
async function serialised<T>(reference: string, work: () => Promise<T>): Promise<T> {
  if (is('does not serialise')) return work();
  const before = underWay.get(reference) ?? Promise.resolve();
  const own = before.then(work, work);
  underWay.set(reference, own);
  try {
    return await own;
  } finally {
    if (underWay.get(reference) === own) underWay.delete(reference);
  }
}

const halfMs = 300;

/** Without the cost codes, then with them. */
async function writeInTwoSteps(order: Order): Promise<void> {
  const half: ErpContent = { ...order.content, costCodes: undefined };
  ledger.write({ ...order, content: half });
  await delay(halfMs);
  const row = store.row(order.reference);
  if (row) store.append({ type: 'changed', id: row.id, content: order.content });
}

/** Work first: nothing lies between the judgement and the write. */
async function carryOut(order: Order): Promise<LedgerAnswer> {
  const early = is('does not serialise') ? ledger.judge(order) : undefined;
  await delay(is('does not serialise') ? halfMs : workMs);
  const no = is('does not serialise') ? early : ledger.judge(order);
  if (no === 'done') return ledger.written(order.reference);
  if (no) return no;
  if (is('writes in two steps')) await writeInTwoSteps(order);
  else ledger.write(order);
  return ledger.written(order.reference);
}

const agentAnswer = (reference: string): LedgerAnswer => ({
  status: 202,
  body: { waiting: findWaiting(reference) },
  headers: { 'retry-after': '0' },
});

let agentSeenAt: string | undefined;
const findWaiting = (reference: string): object | undefined => {
  const taken = store.taken.get(reference);
  return taken && { since: taken.at, ...defined({ agentSeenAt }) };
};

/** One order of a reference at a time; what the agent brought back for it is told to it, once. */
function take(order: Order): LedgerAnswer {
  const { reference } = order;
  if (store.taken.has(reference)) return agentAnswer(reference);
  const back = store.noes.get(reference);
  if (back && !is('keeps a no to itself')) {
    store.append({ type: 'told', reference });
    if (back.key === order.key) return back.no;
  }
  const judged = ledger.judge(order);
  if (judged === 'done') return ledger.written(reference);
  store.append({ type: 'taken', at: new Date().toISOString(), order });
  return agentAnswer(reference);
}

const remembered = new Map<string, LedgerAnswer>();
const promised = new Map<string, object>();
const lateMs = 1_500;

/** Says that all is done, and does it later. */
function promise(order: Order): LedgerAnswer {
  const no = ledger.judge(order);
  if (no) return no === 'done' ? ledger.written(order.reference) : no;
  const record = { reference: order.reference, ids: { job: 'R-soon' }, content: order.content };
  promised.set(order.reference, record);
  setTimeout(() => {
    ledger.write(order);
    promised.delete(order.reference);
  }, lateMs);
  return { status: 200, body: { record } };
}

async function exportOrder(order: Order): Promise<LedgerAnswer> {
  const known = remembered.get(order.key);
  if (known) return known;
  const answer = await serialised(order.reference, async () => {
    if (agentEveryMs !== undefined) return take(order);
    return is('answers before it wrote') ? promise(order) : carryOut(order);
  });
  if (is(answer.status === 200 ? 'answers from memory' : 'remembers a no')) remembered.set(order.key, answer);
  if (answer.status === 200) {
    madeAt.set(order.reference, madeAt.get(order.reference) ?? Date.now());
  }
  return answer;
}

const madeAt = new Map<string, number>();

function findRecord(reference: string): object | undefined {
  const isLate = is('sees a record late') && Date.now() - (madeAt.get(reference) ?? 0) < lateMs;
  return isLate ? undefined : (promised.get(reference) ?? ledger.find(reference));
}

function find(reference: string): LedgerAnswer {
  const record = findRecord(reference);
  if (!record && is('says 404 for nothing there')) return { status: 404, body: { message: 'There is none.' } };
  const waiting = is('hides what waits') ? undefined : findWaiting(reference);
  const headers = waiting ? { 'retry-after': '0' } : {};
  return { status: 200, body: { record: record ?? null, ...defined({ waiting }) }, headers };
}

function preflight({ reference, number, customer }: ReturnType<typeof PreflightRequest.parse>): LedgerAnswer {
  const numberHolder = ledger.findHolder(number, reference);
  const record = ledger.find(reference);
  const body = {
    ...defined({ numberHolder, isCustomerKnown: customer && ledger.knows(customer.code ?? customer.name), record }),
  };
  return { status: 200, body };
}

async function answerTo(request: IncomingMessage): Promise<LedgerAnswer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  const refusal = whyRefused(request.headers, text, guard);
  if (refusal !== undefined) return { status: 401, body: { message: refusal } };
  const body = JSON.parse(text) as unknown;
  switch (request.url) {
    case '/erp/find':
      return find(FindRequest.parse(body).reference);
    case '/erp/export':
      return exportOrder({ ...ExportRequest.parse(body), key: String(request.headers['idempotency-key']) });
    case '/erp/preflight':
      return preflight(PreflightRequest.parse(body));
    default:
      return { status: 404, body: { message: 'This path does not exist.' } };
  }
}

async function meet(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const {
    status,
    body,
    headers = {},
  } = await answerTo(request).catch((error: unknown): LedgerAnswer => ({
    status: 400,
    body: { message: String(error) },
  }));
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

let isAgentThere = true;
process.on('message', (message: ToProgram) => {
  isAgentThere = message === 'agent back';
  process.send?.(message);
});
process.on('disconnect', () => process.exit());

/** Carries out what was taken, in its order. */
async function agentRound(): Promise<void> {
  if (!isAgentThere) return;
  agentSeenAt = new Date().toISOString();
  for (const { order } of [...store.taken.values()]) {
    const { reference, key } = order;
    const { status, body } = await serialised(reference, () => carryOut(order));
    store.append({ type: 'ended', reference, key, ...defined({ no: status !== 200 ? { status, body } : undefined }) });
  }
}

async function runAgent(everyMs: number): Promise<void> {
  for (;;) {
    await delay(everyMs);
    await agentRound();
  }
}

async function main(): Promise<void> {
  const server = createServer((request, response) => void meet(request, response));
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  process.send?.(port);
  if (agentEveryMs !== undefined) await runAgent(agentEveryMs);
}

void main();
