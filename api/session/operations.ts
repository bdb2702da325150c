/** The routes of the sign-in in a browser. */
import { ofBody, type Operation } from '../description/operation';
import { SessionView, SignedOut } from '../../workflows/contract/session';
import { CallbackQuery, DevSignInBody, RenewBody, SignInQuery } from './schemas';

const cookie = {
  'Set-Cookie':
    'the session: `__Host-ledgergate`, and what it is renewed with: `__Host-ledgergate-renew`; sealed, HttpOnly',
};

export const sessionOperations = {
  session: {
    id: 'session',
    method: 'get',
    path: '/session',
    summary: 'Read who is signed in',
    description:
      'Answers for the bearer token or, without one, for the cookie. `ways` says how a person can sign in, `ended` why the last session of this browser ended.',
    answer: {
      status: 200,
      description: 'The signed-in person and their companies, or that nobody is signed in.',
      schema: SessionView,
    },
    problems: ['unauthenticated', 'session_stale', 'keys_unreachable'],
  },
  login: {
    id: 'login',
    method: 'get',
    path: '/session/login',
    summary: 'Sign in at the identity provider',
    description:
      'Sends a browser to the identity provider (OpenID Connect, code flow with PKCE). A link on a page of another site leads to `return` instead, where the person can begin the sign-in.',
    input: SignInQuery,
    answer: {
      status: 302,
      description: 'A redirect to the provider, or to `return`.',
      headers: { Location: 'The sign-in page of the provider, or `return`.' },
    },
    problems: ['malformed', 'not_found', 'provider_unreachable'],
  },
  callback: {
    id: 'callback',
    method: 'get',
    path: '/session/callback',
    summary: 'Finish the sign-in',
    description:
      'The identity provider sends the browser here, and the session begins. Without a refresh token, or with one that is too long for a cookie, the session ends with the ID token.',
    input: CallbackQuery,
    answer: {
      status: 302,
      description: 'A redirect to `return`.',
      headers: { ...cookie, Location: 'The path given at the sign-in.' },
    },
    problems: ['malformed', 'not_found', 'sign_in_failed', 'provider_unreachable'],
  },
  devSignIn: {
    id: 'devSignIn',
    method: 'post',
    path: '/session/dev',
    summary: 'Sign in as one of the example people',
    description: 'Works only when `npm start` runs the API, and only from the same machine.',
    input: DevSignInBody,
    example: { role: 'approver' },
    answer: { status: 204, description: 'The person is signed in.', headers: cookie },
    problems: [...ofBody, 'cross_site', 'not_found', 'sign_in_failed'],
  },
  renew: {
    id: 'renew',
    method: 'post',
    path: '/session/renew',
    summary: 'Renew the session',
    description:
      'Only the desk calls this. It reports when the desk was last used, and the identity provider confirms the roles if nine minutes have passed since the last time. Nothing else renews a session. The windows of a browser must call it one at a time, because a refresh token may be valid once only.',
    input: RenewBody,
    example: { secondsSinceUse: 40 },
    answer: {
      status: 200,
      description: 'The current session or, if it has ended, why.',
      schema: SessionView,
      headers: cookie,
    },
    problems: [...ofBody, 'cross_site', 'provider_unreachable'],
  },
  logout: {
    id: 'logout',
    method: 'post',
    path: '/session/logout',
    summary: 'Sign out of this browser',
    description:
      'Revokes the refresh token, and answers where the browser can end the session at the identity provider.',
    answer: {
      status: 200,
      description: 'The browser is signed out.',
      schema: SignedOut,
      headers: { 'Set-Cookie': 'Removes the session.' },
    },
    problems: ['cross_site'],
  },
} as const satisfies Readonly<Record<string, Operation>>;
