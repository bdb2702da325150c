/** Signing in and out in a browser: at the identity provider, or as one of the example people. */
import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { parseInput, readJsonObject } from '../body';
import { type Operation, operations } from '../operations';
import { Problem } from '../problems';
import { clearCookie, cookieOf, setCookie, signInCookie } from './cookies';
import type { DevClaims } from './dev-people';
import type { Provider } from './provider';
import { CallbackQuery, DevSignInBody, SignInQuery } from './schemas';
import type { Seal } from './seal';
import type { Sessions } from './session';

/** What there is when a session key is configured. */
export interface SignIn {
  readonly seal: Seal;
  readonly sessions: Sessions;
  readonly provider?: Provider;
  readonly devClaims?: DevClaims;
}

export interface SessionRoute {
  readonly operation: Operation;
  readonly run: (request: Request, response: Response) => Promise<void> | void;
}

const signInSeconds = 600;

/** What a browser carries to the provider and back. */
const Begun = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), returnPath: z.string() });

const random = (): string => randomBytes(32).toString('base64url');

const noSuchWay = (): Problem => new Problem('not_found', 'There is no such sign-in here.');

/** Names that no DNS server can point here: a page of another site never has one of them as its own. */
const isLoopbackHost = (host: string | undefined): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host ?? '');

async function login(signIn: SignIn | undefined, request: Request, response: Response): Promise<void> {
  if (!signIn?.provider) throw noSuchWay();
  const { return: returnPath } = parseInput(SignInQuery, request.query);
  const secrets = { state: random(), nonce: random(), verifier: random() };
  const url = await signIn.provider.signInUrl(secrets);
  const expiresAt = Math.floor(Date.now() / 1_000) + signInSeconds;
  const begun = await signIn.seal.close('sign-in', { ...secrets, returnPath }, expiresAt);
  setCookie(response, signInCookie, begun, signInSeconds);
  response.redirect(302, url);
}

/** @throws Problem `sign_in_failed` when this browser did not begin it, or too long ago */
async function begunBy({ seal }: SignIn, request: Request, state: string): Promise<z.infer<typeof Begun>> {
  const cookie = cookieOf(request, signInCookie);
  const begun = Begun.safeParse(cookie === undefined ? undefined : await seal.open('sign-in', cookie));
  if (!begun.success) throw new Problem('sign_in_failed', 'This browser began no sign-in in the last ten minutes.');
  if (begun.data.state !== state) throw new Problem('sign_in_failed', 'Another sign-in was begun in this browser.');
  return begun.data;
}

/** @throws Problem `sign_in_failed` for claims that make nobody a caller */
async function begin({ sessions }: SignIn, response: Response, claims: Promise<JWTPayload>): Promise<void> {
  try {
    await sessions.begin(response, await claims);
  } catch (error) {
    const isRefused = error instanceof Problem && error.code === 'unauthenticated';
    throw isRefused ? new Problem('sign_in_failed', error.detail, { cause: error.cause }) : error;
  }
}

async function callback(signIn: SignIn | undefined, request: Request, response: Response): Promise<void> {
  if (!signIn?.provider) throw noSuchWay();
  const { state, code, iss, error } = parseInput(CallbackQuery, request.query);
  const begun = await begunBy(signIn, request, state);
  clearCookie(response, signInCookie);
  if (code === undefined) {
    const cause = new Error(`the provider says ${error ?? 'nothing'}`);
    throw new Problem('sign_in_failed', 'The identity provider let nobody in.', { cause });
  }
  await begin(signIn, response, signIn.provider.claimsOf(code, iss, begun));
  response.redirect(302, begun.returnPath);
}

async function devSignIn(signIn: SignIn | undefined, request: Request, response: Response): Promise<void> {
  if (!signIn?.devClaims || !isLoopbackHost(request.get('host'))) throw noSuchWay();
  signIn.sessions.checkSite(request);
  const { role } = parseInput(DevSignInBody, await readJsonObject(request, response));
  await begin(signIn, response, signIn.devClaims(role));
  response.status(204).end();
}

function logout(signIn: SignIn | undefined, request: Request, response: Response): void {
  signIn?.sessions.checkSite(request);
  signIn?.sessions.end(response);
  response.status(204).end();
}

export const createSessionRoutes = (signIn: SignIn | undefined): readonly SessionRoute[] => [
  { operation: operations.login, run: (request, response) => login(signIn, request, response) },
  { operation: operations.callback, run: (request, response) => callback(signIn, request, response) },
  { operation: operations.devSignIn, run: (request, response) => devSignIn(signIn, request, response) },
  { operation: operations.logout, run: (request, response) => logout(signIn, request, response) },
];
