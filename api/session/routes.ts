/** The routes of signing in and out in a browser: at the identity provider, or as one of the example people. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { isLoopbackAddress } from '../../adapters/http/loopback';
import { z } from 'zod';
import type { Companies } from '../../adapters/companies/companies';
import { parseInput, readJsonObject } from '../request/body';
import { type Operation, operations } from '../description/operations';
import { Problem } from '../problems';
import { note } from '../request-log';
import { sendJson } from '../send';
import { isLedByOthers } from './cross-site';
import { clearCookie, readCookie, setCookie, signInCookie } from './cookies';
import type { Provider } from './provider';
import type { SignedOut } from '../../workflows/contract/session';
import { CallbackQuery, DevSignInBody, RenewBody, SignInQuery } from './schemas';
import type { Confirmed, Renewer } from './session';
import type { SignIn } from './sign-in';
import { toSessionView } from './view';
import { defined } from '../../workflows/contract/defined';

export interface SessionRoute {
  readonly operation: Operation;
  readonly run: (request: Request, response: Response) => Promise<void> | void;
}

const signInSeconds = 600;
const providerEndsWithinMs = 2_000;

type Exchange = readonly [request: Request, response: Response];

/** The state that a browser carries to the provider and back. */
const Begun = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), returnPath: z.string() });

const random = (): string => randomBytes(32).toString('base64url');

const noSuchWay = (): Problem => new Problem('not_found', 'This sign-in is not available on this server.');

async function login(signIn: SignIn | undefined, request: Request, response: Response): Promise<void> {
  if (!signIn?.provider) throw noSuchWay();
  const { return: returnPath } = parseInput(SignInQuery, request.query);
  // Where the provider asks nothing, a link of others would begin a session. The desk has the button for it.
  if (isLedByOthers(request)) {
    response.redirect(302, returnPath);
    return;
  }
  const secrets = { state: random(), nonce: random(), verifier: random() };
  const url = await signIn.provider.signInUrl(secrets);
  const expiresAt = Math.floor(Date.now() / 1_000) + signInSeconds;
  const begun = await signIn.seal.close('sign-in', { ...secrets, returnPath }, expiresAt);
  setCookie(response, signInCookie, begun, signInSeconds);
  response.redirect(302, url);
}

/** @throws Problem `sign_in_failed` when this browser did not begin it, or too long ago */
async function begunBy({ seal }: SignIn, request: Request, state: string): Promise<z.infer<typeof Begun>> {
  const cookie = readCookie(request, signInCookie);
  const begun = Begun.safeParse(cookie === undefined ? undefined : await seal.open('sign-in', cookie));
  if (!begun.success) throw new Problem('sign_in_failed', 'This browser started no sign-in in the last ten minutes.');
  if (begun.data.state !== state) throw new Problem('sign_in_failed', 'Another sign-in was started in this browser.');
  return begun.data;
}

/** @returns whether it can be renewed @throws Problem `sign_in_failed` for claims that make nobody a caller */
async function begin({ sessions }: SignIn, response: Response, confirmed: Promise<Confirmed>): Promise<boolean> {
  try {
    return await sessions.begin(response, await confirmed);
  } catch (error) {
    const isRefused = error instanceof Problem && error.code === 'unauthenticated';
    throw isRefused ? new Problem('sign_in_failed', error.detail, { cause: error.cause }) : error;
  }
}

async function callback(signIn: SignIn | undefined, request: Request, response: Response): Promise<void> {
  if (!signIn?.provider) throw noSuchWay();
  const query = parseInput(CallbackQuery, request.query);
  const begun = await begunBy(signIn, request, query.state);
  clearCookie(response, signInCookie);
  const said = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const isRenewable = await begin(signIn, response, signIn.provider.redeem(new URLSearchParams(said), begun));
  if (!isRenewable)
    note(request, { session: 'ends with its ID token: no refresh token, or one too long for a cookie' });
  response.redirect(302, begun.returnPath);
}

async function devSignIn(signIn: SignIn | undefined, request: Request, response: Response): Promise<void> {
  // A page of another site never has such a name as its own.
  if (!signIn?.devClaims || !isLoopbackAddress(request.get('host') ?? '')) throw noSuchWay();
  signIn.sessions.checkSite(request);
  const { role } = parseInput(DevSignInBody, await readJsonObject(request, response));
  await begin(
    signIn,
    response,
    signIn.devClaims(role).then((claims) => ({ claims })),
  );
  response.status(204).end();
}

async function renew(
  signIn: SignIn | undefined,
  companies: Companies,
  ...[request, response]: Exchange
): Promise<void> {
  signIn?.sessions.checkSite(request);
  const { secondsSinceUse } = parseInput(RenewBody, await readJsonObject(request, response));
  const renewed = (await signIn?.renew(request, response, secondsSinceUse)) ?? { found: undefined };
  sendJson(request, response, toSessionView(renewed, companies, signIn));
}

/** Ends the session at the provider. A slow provider does not keep the person waiting. */
async function endAtProvider(provider: Provider, renewer: Renewer | undefined): Promise<string | undefined> {
  const late = delay(providerEndsWithinMs, undefined, { ref: false });
  const revoked = renewer ? provider.revoke(renewer.refreshToken) : undefined;
  const url = provider.signOutUrl(renewer?.idToken);
  await Promise.race([Promise.all([url, revoked]), late]);
  return Promise.race([url, Promise.resolve(undefined)]);
}

async function logout(signIn: SignIn | undefined, ...[request, response]: Exchange): Promise<void> {
  signIn?.sessions.checkSite(request);
  const renewer = await signIn?.sessions.findRenewer(request);
  const found = await signIn?.sessions.find(request);
  signIn?.sessions.forget(response);
  const providerUrl = signIn?.provider && found && (await endAtProvider(signIn.provider, renewer));
  const answer: SignedOut = defined({ providerUrl });
  sendJson(request, response, answer);
}

export const createSessionRoutes = (signIn: SignIn | undefined, companies: Companies): readonly SessionRoute[] => [
  { operation: operations.login, run: (request, response) => login(signIn, request, response) },
  { operation: operations.callback, run: (request, response) => callback(signIn, request, response) },
  { operation: operations.devSignIn, run: (request, response) => devSignIn(signIn, request, response) },
  { operation: operations.renew, run: (request, response) => renew(signIn, companies, request, response) },
  { operation: operations.logout, run: (request, response) => logout(signIn, request, response) },
];
