/** A call to Procore's REST API for one company: token, company header, limits, and what each status means. */
import { parseJson } from '../../http/json';
import type { CallDeadline } from '../source';
import { ProcoreFailure, unavailable } from './failure';
import { type ProcoreAnswer, exchange } from './http';
import type { Limits } from './limits';
import type { Tokens } from './tokens';
import { defined } from '../../../workflows/contract/defined';

export interface Request {
  readonly method: 'GET' | 'PATCH';
  /** The path, such as `/rest/v1.0/cost_codes`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The number of calls that are needed together, including this one; 1 unless given. */
  readonly needed?: number;
}

export interface Reply {
  readonly json: unknown;
  readonly header: ProcoreAnswer['header'];
}

export interface Calls {
  /** Calls Procore. @throws ProcoreFailure */
  call(request: Request, deadline: CallDeadline): Promise<Reply>;
  /** Returns the number of requests that were sent. */
  sent(): number;
}

/** The account of one client. Companies that use it share its token and its limits. */
export interface Account {
  readonly url: string;
  readonly tokens: Tokens;
  readonly limits: Limits;
}

interface Attempted {
  readonly answer: ProcoreAnswer;
  readonly token: string;
}

const wordsChars = 300;
/** How much of an answer is searched for a message, in characters. */
const lookedAtChars = 20_000;

/** The members of a JSON answer that may have a message, in this order. */
const spoken = ['message', 'errors', 'error_description', 'error'] as const;

function saidIn(text: string): string {
  const json = parseJson(text);
  if (typeof json !== 'object' || json === null) return text;
  const said: unknown[] = spoken.map((key) => Reflect.get(json, key) as unknown);
  return said.find((each) => typeof each === 'string') ?? text;
}

/** Returns Procore's message as one line, in which `secret` is blanked. */
function showAnswer({ text, status }: ProcoreAnswer, secret: string): string {
  const plain = saidIn(text)
    .slice(0, lookedAtChars)
    .replaceAll(secret, '…')
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/[\s\p{Cc}\p{Cs}]+/gu, ' ');
  return `${status}: ${plain.trim().slice(0, wordsChars) || 'no message'}`;
}

function toFailure({ answer, token }: Attempted, limits: Limits): ProcoreFailure {
  const { status, retryAfterMs, reported } = answer;
  const words = showAnswer(answer, token);
  switch (status) {
    case 401:
      return unavailable(`Procore refused its own new token (${words}).`);
    case 403:
    case 404:
      return new ProcoreFailure('not_found', words);
    case 429: {
      const waits = [retryAfterMs, reported?.resetsInMs].filter((ms) => ms !== undefined);
      const pause = limits.hold(waits.length > 0 ? Math.max(...waits) : undefined);
      return unavailable('The limit of calls to Procore is used up for now.', pause);
    }
    case 503:
      return unavailable(`Procore is too busy (${words}).`, limits.hold(retryAfterMs));
    case 400:
    case 406:
    case 409:
    case 422:
      return new ProcoreFailure('refused', words);
    default:
      return unavailable(`Procore answered ${words}`, retryAfterMs);
  }
}

export function createCalls({ url, tokens, limits }: Account, companyId: string): Calls {
  let sent = 0;

  async function attempt(request: Request, token: string, deadline: CallDeadline): Promise<ProcoreAnswer> {
    const { method, path, query, body, needed } = request;
    const target = new URL(path, url);
    for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'procore-company-id': companyId,
      ...defined({ 'content-type': body === undefined ? undefined : 'application/json' }),
    };
    const ticket = await limits.take(deadline, needed);
    let answer: ProcoreAnswer | undefined;
    try {
      sent += 1;
      const text = body === undefined ? {} : { body: JSON.stringify(body) };
      answer = await exchange({ method, url: target, headers, ...text }, deadline.signal);
      return answer;
    } finally {
      limits.give(ticket, answer?.reported);
    }
  }

  /** Calls Procore, and renews the token once if Procore no longer accepts it. */
  async function answerTo(request: Request, deadline: CallDeadline): Promise<Attempted> {
    const token = await tokens.get(deadline);
    const answer = await attempt(request, token, deadline);
    if (answer.status !== 401) return { answer, token };
    tokens.drop(token);
    const renewed = await tokens.get(deadline);
    return { answer: await attempt(request, renewed, deadline), token: renewed };
  }

  return {
    sent: () => sent,
    call: async (request, deadline) => {
      const attempted = await answerTo(request, deadline);
      const { answer } = attempted;
      if (answer.status < 200 || answer.status > 299) throw toFailure(attempted, limits);
      const json = parseJson(answer.text);
      if (json === undefined) throw unavailable('Procore answered something that is not JSON.');
      return { json, header: answer.header };
    },
  };
}
