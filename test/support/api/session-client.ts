/** A browser before a scripted identity provider: signs in, renews, and asks who it is, with the cookies it was given. */
import { renewCookie, sessionCookie } from '../../../api/session/cookies';
import type { ApiServer, Received } from './server';
import { sameOrigin } from './sign-in';
import { signToken } from './tokens';
import { clientId } from './oidc-provider-process';
import type { ScriptedProvider } from './scripted-provider';
import { CookieJar, nowSeconds } from './session-cookies';
import { defined } from '../../../workflows/contract/defined';

export interface TokensOptions {
  readonly sub?: string;
  readonly roles?: unknown;
  readonly nonce?: string;
  /** How long the ID token is good. */
  readonly seconds?: number;
  /** By how many seconds the provider's clock is ahead. */
  readonly clockOff?: number;
  /** `undefined`: none is given. */
  readonly refreshToken?: string | undefined;
}

/** What a provider's token endpoint answers when all is well. */
export async function issueTokens(provider: ScriptedProvider, options: TokensOptions = {}): Promise<object> {
  const {
    sub = 'ada',
    roles = { acme: { approver: true } },
    nonce,
    seconds = 60,
    clockOff = 0,
    refreshToken,
  } = options;
  const now = nowSeconds() + clockOff;
  const times = { iat: now, nbf: now, exp: now + seconds };
  const claims = { iss: provider.issuer, aud: clientId, ...times, ...defined({ nonce }) };
  return {
    access_token: 'access',
    token_type: 'Bearer',
    id_token: await signToken(sub, roles, { claims }),
    ...defined({ refresh_token: refreshToken }),
  };
}

export class SessionClient {
  readonly jar = new CookieJar();

  constructor(
    readonly api: ApiServer,
    readonly provider: ScriptedProvider,
  ) {}

  async send(method: string, path: string, json?: unknown): Promise<Received> {
    const headers = { cookie: this.jar.toString(), ...sameOrigin };
    const received = await this.api.send(method, path, { headers, ...defined({ json }) });
    this.jar.take(received);
    return received;
  }

  async signIn(options: TokensOptions = { refreshToken: 'first' }): Promise<Received> {
    const begun = await this.send('GET', '/session/login');
    const asked = new URL(String(begun.headers.location)).searchParams;
    const [state, nonce] = [asked.get('state') ?? '', asked.get('nonce') ?? ''];
    this.provider.answer(200, await issueTokens(this.provider, { ...options, nonce }));
    return this.send('GET', `/session/callback?state=${state}&code=c`);
  }

  renew(secondsSinceUse = 0): Promise<Received> {
    return this.send('POST', '/session/renew', { secondsSinceUse });
  }

  session(): Promise<Received> {
    return this.send('GET', '/session');
  }

  list(): Promise<Received> {
    return this.send('GET', '/v1/companies/acme/submissions');
  }

  hasRenewer(): boolean {
    return this.jar.get(renewCookie) !== undefined;
  }

  /** As a copy of the browser's cookies, taken now. */
  copy(): SessionClient {
    const other = new SessionClient(this.api, this.provider);
    for (const name of [sessionCookie, renewCookie]) {
      const value = this.jar.get(name);
      if (value !== undefined) other.jar.set(name, value);
    }
    return other;
  }
}
