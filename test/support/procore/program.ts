/** Procore's REST API as a process: token, company header, both limits, pages, sync actions. Told what to do by its parent. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { emptyWorld, Meter, type Row, sync, Tokens, type World } from './world';

export interface Call {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly status: number;
}

export interface ToProcore {
  readonly id: number;
  readonly change?: Partial<World>;
  /** `revokeTokens`: those that were given are worth nothing. `newWindows`: as if those of both limits were over. */
  readonly act?: 'revokeTokens' | 'forgetCalls' | 'newWindows';
}

export type FromProcore =
  | { readonly port: number }
  | { readonly id: number; readonly calls: readonly Call[]; readonly tokensGiven: number; readonly world: World };

const world = emptyWorld();
let meter = new Meter();
const tokens = new Tokens();
let calls: Call[] = [];
let tokensGiven = 0;

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const no = (status: number, message: string): Reply => ({ status, body: { errors: message, message } });

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function giveToken(body: string): Reply {
  const form = new URLSearchParams(body);
  const isKnown = form.get('client_id') === world.clientId && form.get('client_secret') === world.clientSecret;
  if (form.get('grant_type') !== 'client_credentials' || !isKnown) {
    return { status: 401, body: { error: 'invalid_client' } };
  }
  tokensGiven += 1;
  const access_token = tokens.give(world.expiresInSeconds);
  const created_at = Math.floor(Date.now() / 1_000);
  return {
    status: 200,
    body: { access_token, token_type: 'bearer', expires_in: world.expiresInSeconds, created_at },
  };
}

function toPage(rows: readonly Row[], url: URL): Reply {
  const asked = Number(url.searchParams.get('page') ?? '1');
  const size = Math.min(Number(url.searchParams.get('per_page') ?? '100'), world.largestPage);
  const page = world.pageFault === 'repeats' ? 1 : asked;
  const last = Math.max(1, Math.ceil(rows.length / size));
  const to = (rel: string, number: number): string => {
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = [
    ...(asked > 1 ? [to('first', 1), to('prev', asked - 1)] : []),
    ...(asked < last ? [to('last', last), to('next', asked + 1)] : []),
  ];
  const total = world.pageFault === 'noTotal' ? undefined : { Total: String(rows.length) };
  const more = links.length > 0 ? { Link: links.join(', ') } : undefined;
  return {
    status: 200,
    body: rows.slice((page - 1) * size, page * size),
    headers: { 'Per-Page': String(size), ...total, ...more },
  };
}

function listCostCodes(url: URL): Reply {
  const projectId = url.searchParams.get('project_id') ?? '';
  const rows = world.costCodes[projectId];
  if (!rows) return no(404, 'Not found');
  const reply = toPage(rows, url);
  if (world.pageFault === 'shrinks') rows.shift();
  return reply;
}

function showProject(url: URL): Reply {
  if (url.searchParams.get('company_id') !== world.companyId) return no(400, 'company_id is missing');
  const id = url.pathname.split('/').at(-1);
  const project = world.projects.find((one) => world.isMisrouted || String(one.id) === id);
  return project ? { status: 200, body: project } : no(404, 'Not found');
}

/** `filters[id]` is a JSON list. */
function listDefinitions(url: URL): Reply {
  if (!url.pathname.startsWith(`/rest/v1.1/companies/${world.companyId}/`)) return no(404, 'Not found');
  if (typeof world.definitions === 'string') return no(403, 'You do not have permission');
  const ids = JSON.parse(url.searchParams.get('filters[id]') ?? '[]') as readonly number[];
  return { status: 200, body: world.definitions.filter(({ id }) => ids.includes(id)) };
}

function syncRows(rows: Row[], body: string): Reply {
  const { updates } = JSON.parse(body) as { readonly updates: readonly Row[] };
  if (updates.length > 1_000) return no(400, 'Attributes for a maximum of 1000 resources may be passed');
  const heard = updates.filter(({ id }) => !world.forgets.includes(id));
  return { status: 200, body: sync(rows, heard, world.refuses) };
}

function answerApi(method: string, url: URL, body: string): Reply {
  const path = url.pathname;
  const costCodes = (): Row[] => world.costCodes[url.searchParams.get('project_id') ?? ''] ?? [];
  switch (`${method} ${path.replace(/\d+(?=$|\/custom)/, 'id')}`) {
    case 'GET /rest/v1.0/projects/id':
      return showProject(url);
    case 'GET /rest/v1.0/cost_codes':
      return listCostCodes(url);
    case 'GET /rest/v1.1/companies/id/custom_field_definitions':
      return listDefinitions(url);
    case 'PATCH /rest/v1.0/projects/sync':
      return syncRows(world.projects, body);
    case 'PATCH /rest/v1.0/cost_codes/sync':
      return syncRows(costCodes(), body);
    default:
      return no(404, 'Not found');
  }
}

function checked({ method = '', headers }: IncomingMessage, url: URL, body: string): Reply {
  const failure = world.failures.shift();
  if (failure) {
    const { status, retryAfter } = failure;
    const wait = retryAfter === undefined ? {} : { headers: { 'Retry-After': retryAfter } };
    return { ...no(status, 'The service is temporarily unavailable'), ...wait };
  }
  if (!tokens.isGood(headers.authorization)) return no(401, 'The access token is invalid');
  const company = headers['procore-company-id'];
  if (company === undefined) return no(400, 'Missing Procore-Company-Id header!');
  if (company !== world.companyId) return no(403, 'App is not connected to this company');
  return answerApi(method, url, body);
}

function metered(request: IncomingMessage, url: URL, body: string): Reply {
  const { limit, remaining, reset, isOver } = meter.count(world);
  const shown = {
    'X-Rate-Limit-Limit': String(limit),
    'X-Rate-Limit-Remaining': String(remaining),
    'X-Rate-Limit-Reset': String(reset),
  };
  if (!isOver) {
    const { headers, ...reply } = checked(request, url, body);
    return { ...reply, headers: { ...headers, ...shown } };
  }
  const wait = String(Math.max(1, reset - Math.floor(Date.now() / 1_000)));
  const more = world.saysRetryAfter ? { 'Retry-After': wait } : {};
  return { ...no(429, 'You have surpassed the max number of requests'), headers: { ...shown, ...more } };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url: path = '/' } = request;
  const url = new URL(path, `http://${request.headers.host ?? 'localhost'}`);
  const body = await readBody(request);
  const isToken = url.pathname === '/oauth/token';
  const reply = isToken ? giveToken(body) : metered(request, url, body);
  if (!isToken) {
    calls.push({ method, path, status: reply.status });
    await delay(world.delayMs);
  }
  response.writeHead(reply.status, { 'Content-Type': 'application/json; charset=utf-8', ...reply.headers });
  response.end(JSON.stringify(reply.body));
}

const tell = (message: FromProcore): void => void process.send?.(message);

process.on('message', ({ id, change, act }: ToProcore) => {
  Object.assign(world, change);
  if (act === 'revokeTokens') tokens.revoke();
  if (act === 'forgetCalls') calls = [];
  if (act === 'newWindows') meter = new Meter();
  tell({ id, calls, tokensGiven, world });
});
process.on('disconnect', () => process.exit());

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));
