/** Creates everything that the sign-in needs, from its configuration. */
import { createVerifyToken, type TokenRules } from '../request/actor';
import { createDevClaims, type DevClaims } from './dev-people';
import type { SessionLimits } from './lifetime';
import { createProvider, type Provider } from './provider';
import type { ProviderOptions } from './provider-description';
import { createRenewal, type Renew } from './renewal';
import { createSeal, type Seal } from './seal';
import { createSessions, type Sessions } from './session';
import { defined } from '../../workflows/contract/defined';

export interface SignInConfig {
  /** The key of the seal, 32 bytes. */
  readonly sessionKey: Uint8Array;
  readonly limits: SessionLimits;
  /** The origin at which browsers reach us. */
  readonly publicOrigin?: string | undefined;
  readonly provider?: ProviderOptions | undefined;
  /** The file with the example people's tokens, which only `npm start` sets. */
  readonly devTokensFile?: string | undefined;
}

/** The sign-in of browsers, if a session key is configured. */
export interface SignIn {
  readonly seal: Seal;
  readonly sessions: Sessions;
  readonly renew: Renew;
  readonly provider?: Provider;
  readonly devClaims?: DevClaims;
}

/** Creates the sign-in. `tokenRules` are those of bearer tokens. */
export function createSignIn(config: SignInConfig, tokenRules: TokenRules): SignIn {
  const { sessionKey, limits, publicOrigin, devTokensFile } = config;
  const seal = createSeal(sessionKey);
  const sessions = createSessions({ seal, publicOrigin, limits });
  const provider = config.provider && createProvider(config.provider);
  return {
    seal,
    sessions,
    renew: createRenewal({ sessions, provider }),
    ...defined({
      provider,
      devClaims:
        devTokensFile === undefined ? undefined : createDevClaims(devTokensFile, createVerifyToken(tokenRules)),
    }),
  };
}
