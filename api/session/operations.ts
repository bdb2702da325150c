/** The routes of the sign-in in a browser. */
import { ofBody, type Operation } from '../operation';
import { CallbackQuery, DevSignInBody, SessionView, SignInQuery } from './schemas';

const cookie = { 'Set-Cookie': 'the session: `__Host-ledgergate`, sealed, HttpOnly' };

export const sessionOperations = {
  session: {
    id: 'session',
    method: 'get',
    path: '/session',
    summary: 'Who is signed in, and for which companies',
    description: 'Of the cookie, or of the bearer token if there is one. `ways` says how one can sign in.',
    answer: { status: 200, description: 'also when nobody is', schema: SessionView },
    problems: ['unauthenticated', 'keys_unreachable'],
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
    description: 'Begins the session; it ends with the ID token, at most eight hours later.',
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
  logout: {
    id: 'logout',
    method: 'post',
    path: '/session/logout',
    summary: 'Sign out of this browser',
    description: 'The session at the identity provider stays.',
    answer: { status: 204, description: 'signed out', headers: { 'Set-Cookie': 'takes the session away' } },
    problems: ['cross_site'],
  },
} as const satisfies Readonly<Record<string, Operation>>;
