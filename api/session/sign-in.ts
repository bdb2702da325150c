/** Everything that signing in needs, from its configuration. */
import { createVerifyToken, type TokenRules } from '../actor';
import { createDevClaims } from './dev-people';
import { createProvider, type ProviderOptions } from './provider';
import type { SignIn } from './routes';
import { createSeal } from './seal';
import { createSessions } from './session';

export interface SignInConfig {
  /** 32 bytes. */
  readonly sessionKey: Uint8Array;
  /** How browsers reach us: an origin. */
  readonly publicOrigin?: string | undefined;
  readonly provider?: ProviderOptions | undefined;
  /** Only `npm start` sets it. */
  readonly devTokensFile?: string | undefined;
}

/** `tokenRules`: those of the bearer tokens. */
export function createSignIn(config: SignInConfig, tokenRules: TokenRules): SignIn {
  const { sessionKey, publicOrigin, provider, devTokensFile } = config;
  const seal = createSeal(sessionKey);
  return {
    ...{ seal, sessions: createSessions(seal, publicOrigin) },
    ...(provider && { provider: createProvider(provider) }),
    ...(devTokensFile !== undefined && { devClaims: createDevClaims(devTokensFile, createVerifyToken(tokenRules)) }),
  };
}
