/** The routes of the sign-in in a browser. */
import { ofBody, type Operation } from '../description/operation';
import { CallbackQuery, DevSignInBody, RenewBody, SessionView, SignedOut, SignInQuery } from './schemas';

const cookie = {
  'Set-Cookie':
    'the session: `__Host-ledgergate`, and what it is renewed with: `__Host-ledgergate-renew`; sealed, HttpOnly',
};

export const sessionOperations = {
  session: {
    id: 'session',
    method: 'get',
    path: '/session',
    summary: 'Who is signed in, and for which companies',
    description:
      'Of the cookie, or of the bearer token if there is one. `ways` says how one can sign in, `ended` why a session ended.',
    answer: { status: 200, description: 'also when nobody is', schema: SessionView },
    problems: ['unauthenticated', 'session_stale', 'keys_unreachable'],
  },
  login: {
    id: 'login',
    method: 'get',
    path: '/session/login',
    summary: 'Sign in at the identity provider',
    description: 'For a browser. OpenID Connect, code flow with PKCE.',
    input: SignInQuery,
    answer: { status: 302, description: 'to the provider', headers: { Location: 'where the provider asks who it is' } },
    problems: ['malformed', 'not_found', 'provider_unreachable'],
  },
  callback: {
    id: 'callback',
    method: 'get',
    path: '/session/callback',
    summary: 'Where the identity provider sends the browser back',
    description:
      'Begins the session. Without a refresh token, or with one that is too long for a cookie, it ends with the ID token.',
    input: CallbackQuery,
    answer: {
      status: 302,
      description: 'to `return`',
      headers: { ...cookie, Location: 'the path given at the login' },
    },
    problems: ['malformed', 'not_found', 'sign_in_failed', 'provider_unreachable'],
  },
  devSignIn: {
    id: 'devSignIn',
    method: 'post',
    path: '/session/dev',
    summary: 'Sign in as one of the example people',
    description: 'Only when `npm start` runs the API, and only from this machine.',
    input: DevSignInBody,
    example: { role: 'approver' },
    answer: { status: 204, description: 'signed in', headers: cookie },
    problems: [...ofBody, 'cross_site', 'not_found', 'sign_in_failed'],
  },
  renew: {
    id: 'renew',
    method: 'post',
    path: '/session/renew',
    summary: 'Go on with the session',
    description:
      'For the desk: reports when it was last used, and has the identity provider confirm the roles where they are due (nine minutes after the last time). Nothing else renews a session. One at a time for all windows of a browser: a refresh token may count once.',
    input: RenewBody,
    example: { secondsSinceUse: 40 },
    answer: {
      status: 200,
      description: 'the session as it is now; also when it has ended, with why',
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
    description: 'Takes back the refresh token, and says where the browser ends the session at the identity provider.',
    answer: {
      status: 200,
      description: 'signed out',
      schema: SignedOut,
      headers: { 'Set-Cookie': 'takes the session away' },
    },
    problems: ['cross_site'],
  },
} as const satisfies Readonly<Record<string, Operation>>;
