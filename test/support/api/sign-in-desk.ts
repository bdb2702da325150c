/** The API as a process that signs in at a real identity provider, both on this machine, for a browser to go through. */
import { randomBytes } from 'node:crypto';
import { createApiFolder } from './api-process';
import { clientId, clientSecret, type OidcProvider, startOidcProvider } from './oidc-provider-process';
import { freePort } from '../../../dev/processes/ports';

export interface SignInDesk {
  readonly url: string;
  readonly provider: OidcProvider;
  readonly sessionKey: Uint8Array;
  stop(): Promise<void>;
}

/** Whoever comes to the provider is let in as Ada, an admin and approver of `acme`. */
export async function startSignInDesk(): Promise<SignInDesk> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const provider = await startOidcProvider({ grants: { acme: { admin: true, approver: true } }, origin: url });
  const sessionKey = randomBytes(32);
  const folder = createApiFolder();
  const api = folder.start({
    PORT: port,
    PUBLIC_URL: url,
    SESSION_KEY: sessionKey.toString('base64url'),
    RATE_LIMIT: 'off',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
  });
  await api.url();
  return {
    url,
    provider,
    sessionKey,
    stop: async () => {
      await folder.remove();
      await provider.stop();
    },
  };
}
