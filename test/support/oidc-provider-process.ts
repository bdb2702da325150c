/** The identity provider as a process of its own, and a browser as far as redirects and cookies go. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { waitFor } from './wait-for';

export const clientId = 'ledgergate-console';
/** With characters that must be encoded in a Basic header. */
export const clientSecret = 'a secret: 100 % + more';
export const publicOrigin = 'https://desk.example';
export const callbackUrl = `${publicOrigin}/session/callback`;

export interface OidcProvider {
  readonly issuer: string;
  stop(): Promise<void>;
}

/** `grants`: what the claim `ledgergate` of its ID tokens holds. */
export async function startOidcProvider(grants: unknown): Promise<OidcProvider> {
  const child = spawn(process.execPath, [require.resolve('./oidc-provider.mjs')], {
    env: {
      ...process.env,
      ...{ CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, REDIRECT_URI: callbackUrl },
      LEDGERGATE: JSON.stringify(grants),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const issuer = (): string | undefined => /^http:\S+$/m.exec(said)?.[0];
  await waitFor('the identity provider listens', () => issuer() !== undefined, 20_000);
  return {
    issuer: issuer() ?? '',
    stop: async () => {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}

/** Follows the provider's redirects, with its cookies, until it sends the browser back. @returns that address */
export async function letIn(url: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = new URL(url);
  while (!next.href.startsWith(callbackUrl)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${next.href}: ${String(response.status)} ${await response.text()}`);
    next = new URL(location, next);
  }
  return next;
}
