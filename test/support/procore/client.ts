/** Our side of a Procore: a source for it, with a token and limits of its own. */
import type { CompanySource } from '../../../adapters/companies/source';
import { createLimits } from '../../../adapters/source/procore/limits';
import { createProcore } from '../../../adapters/source/procore/procore';
import { createTokens } from '../../../adapters/source/procore/tokens';
import type { Source } from '../../../adapters/source/source';
import type { Sources } from '../../../adapters/source/sources';
import { emptyWorld } from './world';

export interface ClientOptions {
  readonly secret?: string;
  readonly companyId?: string;
}

export function sourceAt(url: string, options: ClientOptions = {}): Source {
  const world = emptyWorld();
  const { secret = world.clientSecret, companyId = world.companyId } = options;
  const tokens = createTokens({ loginUrl: url, clientId: world.clientId, clientSecret: secret });
  return createProcore({ account: { url, tokens, limits: createLimits() }, companyId, currency: 'USD' });
}

/** As `companies.yaml` would say it. */
export const sourceSettings = (url: string): CompanySource => ({
  kind: 'procore',
  url,
  loginUrl: url,
  companyId: emptyWorld().companyId,
  currency: 'USD',
  writeBack: true,
  clientIdVariable: 'PROCORE_CLIENT_ID',
  clientSecretVariable: 'PROCORE_CLIENT_SECRET',
});

/** `current()` serves every company that has a source. */
export const sourcesFor = (current: () => Source): Sources => ({
  of: (company) => (company.source ? current() : undefined),
  forWriteBack: () => current(),
});
