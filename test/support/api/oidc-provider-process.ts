/** The identity provider as a process of its own, and a browser as far as redirects and cookies go. */
import { spawn } from 'node:child_process';
import { waitFor } from '../../../dev/processes/wait-for';
import { untilReady, watchProcess } from '../../../dev/processes/watched-process';

export const clientId = 'ledgergate-desk';
/** With characters that must be encoded in a Basic header. */
export const clientSecret = 'a secret: 100 % + more';
export const publicOrigin = 'https://desk.example';
export const callbackUrl = `${publicOrigin}/session/callback`;

export type ProviderMode = 'usual' | 'refuse' | 'demote' | 'no-id-token' | 'long' | 'closed';

export interface OidcProvider {
  readonly issuer: string;
  /** How often it has said this line: `gave refresh_token`, `took back` (a grant), `ended` (a session). */
  readonly count: (line: string) => number;
  become(mode: ProviderMode): Promise<void>;
  stop(): Promise<void>;
}

export interface OidcProviderOptions {
  /** What the claim `ledgergate` of its ID tokens holds. */
  readonly grants: unknown;
  /** Of the desk. */
  readonly origin?: string;
  readonly idTokenSeconds?: number;
}

export async function startOidcProvider(options: OidcProviderOptions): Promise<OidcProvider> {
  const { grants, origin = publicOrigin, idTokenSeconds = 60 } = options;
  const child = spawn(process.execPath, [require.resolve('./oidc-provider.mjs')], {
    env: {
      ...process.env,
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      ORIGIN: origin,
      LEDGERGATE: JSON.stringify(grants),
      ID_TOKEN_SECONDS: String(idTokenSeconds),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const watched = watchProcess(child);
  const count = (line: string): number =>
    watched
      .output()
      .split('\n')
      .filter((one) => one === line).length;
  return {
    issuer: await untilReady(watched, 'the identity provider listens', () => /^http:\S+$/m.exec(watched.output())?.[0]),
    count,
    become: async (mode) => {
      const before = count(`is ${mode}`);
      child.stdin.write(`${mode}\n`);
      await waitFor(`the identity provider is ${mode}`, () => count(`is ${mode}`) > before);
    },
    stop: async () => {
      child.stdin.end();
      await watched.ended;
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
    if (location === null) throw new Error(`${next.href}: ${response.status} ${await response.text()}`);
    next = new URL(location, next);
  }
  return next;
}
