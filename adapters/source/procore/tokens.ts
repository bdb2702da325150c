/**
 * Keeps the access token of one client (OAuth 2.0 client credentials): it is requested once and used until shortly
 * before it expires.
 */
import { z } from 'zod';
import { shareCall } from '../../share';
import { parseJson } from '../../http/json';
import { type CallDeadline, withinMs } from '../source';
import { ProcoreFailure, unavailable } from './failure';
import { exchange } from './http';
import { orEnd } from './waiting';

export interface Credentials {
  /** The address that issues tokens, such as `https://login.procore.com`. */
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Tokens {
  /** Returns a token. @throws ProcoreFailure */
  get(deadline: CallDeadline): Promise<string>;
  /** Drops a token that Procore no longer accepts. */
  drop(token: string): void;
}

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** Renewed so long before its end, or a tenth of its life if that is shorter, in milliseconds. */
const renewBeforeMs = 60_000;
/** The deadline of the request for a token. It is shared, so it does not end with the first caller that waits for it. */
const askForMs = 10_000;
/** Wrong credentials are not tried more often. */
const refusedPauseMs = 30_000;

async function ask({ loginUrl, clientId, clientSecret }: Credentials): Promise<z.infer<typeof TokenAnswer>> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const answer = await withinMs(askForMs, ({ signal }) =>
    exchange(
      {
        method: 'POST',
        url: new URL('/oauth/token', loginUrl),
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: body.toString(),
      },
      signal,
    ),
  );
  const parsed = TokenAnswer.safeParse(parseJson(answer.text));
  if (answer.status === 200 && parsed.success) return parsed.data;
  if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
    throw unavailable(`Procore refused the client credentials (${answer.status}).`, refusedPauseMs);
  }
  throw unavailable(`Procore gave no token (${answer.status}).`, answer.retryAfterMs);
}

export function createTokens(credentials: Credentials): Tokens {
  let held: { readonly token: string; readonly until: number } | undefined;
  let refused: { readonly failure: ProcoreFailure; readonly until: number } | undefined;

  const renew = shareCall(async () => {
    try {
      const { access_token: token, expires_in: seconds } = await ask(credentials);
      const lifeMs = seconds * 1_000;
      held = { token, until: performance.now() + lifeMs - Math.min(renewBeforeMs, lifeMs / 10) };
      return token;
    } catch (error) {
      if (error instanceof ProcoreFailure && error.retryAfterMs >= refusedPauseMs) {
        refused = { failure: error, until: performance.now() + error.retryAfterMs };
      }
      throw error;
    }
  });

  return {
    get: async (deadline) => {
      if (held && performance.now() < held.until) return held.token;
      if (refused && performance.now() < refused.until) throw refused.failure;
      return orEnd(renew(), deadline);
    },
    drop: (token) => {
      if (held?.token === token) held = undefined;
    },
  };
}
