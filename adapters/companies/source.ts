/** The source of a company's projects, as `companies.yaml` describes it. */
import { z } from 'zod';
import { isCurrency } from '../../workflows/contract/iso';
import { variable } from './fields';

/** By the host of the API; the documented environments each have their own. */
const loginUrls: Readonly<Record<string, string>> = {
  'api.procore.com': 'https://login.procore.com',
  'sandbox.procore.com': 'https://login-sandbox.procore.com',
  'api-monthly.procore.com': 'https://login-sandbox-monthly.procore.com',
};

const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** A token goes there: https, or this machine. Only where it is, and no path. */
const origin = z
  .url({ protocol: /^https?$/ })
  .refine((text) => {
    const url = new URL(text);
    return url.protocol === 'https:' || isLoopback(url);
  })
  .refine((text) => {
    const { pathname, search, hash, username, password } = new URL(text);
    return pathname === '/' && search + hash + username + password === '';
  })
  .transform((text) => new URL(text).origin);

/** In YAML it may look like a number. */
const procoreId = z.union([z.string(), z.int().positive().transform(String)]).pipe(z.string().regex(/^[1-9]\d{0,15}$/));

/** The schema of `source`. Secrets are named by their environment variables. */
export const SourceConfig = z.strictObject({
  kind: z.literal('procore'),
  url: origin,
  loginUrl: origin.optional(),
  companyId: procoreId,
  clientIdVariable: variable,
  clientSecretVariable: variable,
  currency: z.string().refine(isCurrency),
  writeBack: z.boolean().default(false),
});
export type SourceConfig = z.infer<typeof SourceConfig>;

/** The source of a company. With `writeBack`, the ERP's ids are written into it after the export. */
export type CompanySource = Omit<SourceConfig, 'loginUrl'> & { readonly loginUrl: string };

/** Fills in a missing `loginUrl`: that of the documented environment, or else the API's own address. */
export const toSource = ({ loginUrl, ...written }: SourceConfig): CompanySource => ({
  ...written,
  loginUrl: loginUrl ?? loginUrls[new URL(written.url).hostname] ?? written.url,
});
