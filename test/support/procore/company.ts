/** A companies.yaml whose one company has its projects in Procore, and the secrets that go with it. */
import { emptyWorld } from './world';

const { clientId, clientSecret } = emptyWorld();
export const procoreSecrets = { PROCORE_CLIENT_ID: clientId, PROCORE_CLIENT_SECRET: clientSecret };

interface Company {
  /** Of Procore. */
  readonly url: string;
  readonly writeBack: boolean;
  /** In YAML's flow style; file-drop unless given. */
  readonly integration?: string;
  readonly rules?: string;
}

const fileDrop = '{ erp: sage-intacct, adapter: file-drop, directory: erp/acme }';

export const procoreCompany = ({ url, writeBack, integration = fileDrop, rules = '{}' }: Company): string => `companies:
  acme:
    name: Acme Builders
    integration: ${integration}
    source:
      kind: procore
      url: ${url}
      companyId: 7656
      clientIdVariable: PROCORE_CLIENT_ID
      clientSecretVariable: PROCORE_CLIENT_SECRET
      currency: USD
      writeBack: ${String(writeBack)}
    rules: ${rules}
    policy: { rawSignals: all }
`;
