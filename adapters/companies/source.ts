/** The source of a company's projects, as `companies.yaml` describes it. */
import { z } from 'zod';
import { isCurrency } from '../../workflows/contract/iso';
import { isPlainUrl, isSafeUrl } from '../http/safe-url';
import { flag, variable } from './fields';
import { remedies } from './remedies';

/** By the host of the API; the documented environments each have their own. */
const loginUrls: Readonly<Record<string, string>> = {
  'api.procore.com': 'https://login.procore.com',
  'sandbox.procore.com': 'https://login-sandbox.procore.com',
  'api-monthly.procore.com': 'https://login-sandbox-monthly.procore.com',
};

/** A token goes there: https, or this machine. Only where it is, and no path. */
const origin = (remedy: string) =>
  z
    .url({ protocol: /^https?$/, abort: true })
    .refine(isSafeUrl)
    .refine(isPlainUrl)
    .refine((text) => {
      const { pathname, search } = new URL(text);
      return `${pathname}${search}` === '/';
    })
    .transform((text) => new URL(text).origin)
    .register(remedies, { remedy });

/** In YAML it may look like a number. */
const procoreId = z.union([z.string(), z.int().positive().transform(String)]).pipe(z.string().regex(/^[1-9]\d{0,15}$/));

/** The schema of `source`. Secrets are named by their environment variables. */
export const SourceConfig = z
  .strictObject({
    kind: z.literal('procore').register(remedies, { remedy: 'Write "procore".' }),
    url: origin(
      'Write the origin of the API, without a path, such as "https://api.procore.com". http is allowed only for this machine.',
    ),
    loginUrl: origin(
      'Write the origin of the token server, without a path, such as "https://login.procore.com".',
    ).optional(),
    companyId: procoreId.register(remedies, { remedy: "Write Procore's id of the company, such as 7656." }),
    clientIdVariable: variable('Write the environment variable that holds the client id, such as PROCORE_CLIENT_ID.'),
    clientSecretVariable: variable(
      'Write the environment variable that holds the client secret, such as PROCORE_CLIENT_SECRET.',
    ),
    currency: z.string().refine(isCurrency).register(remedies, {
      remedy: 'Write the currency of its projects, such as USD, because a project in Procore has none.',
    }),
    writeBack: flag().default(false),
  })
  .register(remedies, {
    remedy: "Write the source of the company's projects. Without it, each submit sends the project.",
  });
export type SourceConfig = z.infer<typeof SourceConfig>;

/** The source of a company. With `writeBack`, the ERP's ids are written into it after the export. */
export type CompanySource = Omit<SourceConfig, 'loginUrl'> & { readonly loginUrl: string };

/** Fills in a missing `loginUrl`: that of the documented environment, or else the API's own address. */
export const toSource = ({ loginUrl, ...written }: SourceConfig): CompanySource => ({
  ...written,
  loginUrl: loginUrl ?? loginUrls[new URL(written.url).hostname] ?? written.url,
});
