/** The API as a process that signs in at a real identity provider, both on this machine, for a browser to go through. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createApiFolder } from './api-process';
import { clientId, clientSecret } from './oidc-provider-process';
import { freePort } from './start-process';
import { waitFor } from './wait-for';

export interface SignInDesk {
  readonly url: string;
  stop(): Promise<void>;
}

/** Whoever comes to the provider is let in as Ada, an approver of `acme`. */
export async function startSignInDesk(): Promise<SignInDesk> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const grants = { acme: { approver: true } };
  const provider = spawn(process.execPath, [require.resolve('./oidc-provider.mjs')], {
    env: {
      ...process.env,
      ...{ CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, REDIRECT_URI: `${url}/session/callback` },
      LEDGERGATE: JSON.stringify(grants),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let said = '';
  provider.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await waitFor('the identity provider listens', () => said.includes('\n'), 20_000);
  const folder = createApiFolder();
  const api = folder.start({
    ...{ PORT: port, PUBLIC_URL: url, SESSION_KEY: randomBytes(32).toString('base64url'), RATE_LIMIT: 'off' },
    ...{ OIDC_ISSUER: said.trim(), OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
  });
  await api.url();
  return {
    url,
    stop: async () => {
      await folder.remove();
      provider.stdin.end();
      await once(provider, 'close');
    },
  };
}
