/** What the sign-in takes and says. */
import { z } from 'zod';
import { Instant } from '../../workflows/contract/view';
import { isReturnPath } from './return-path';

export const devRoles = ['admin', 'approver', 'operator', 'viewer'] as const;

export const DevSignInBody = z.strictObject({
  role: z.enum(devRoles).meta({ description: 'which of the four people of the example companies' }),
});

export const SignInQuery = z.strictObject({
  return: z
    .string()
    .refine(isReturnPath, 'must be a path of this service')
    .default('/')
    .meta({ description: 'where the browser goes afterwards: a path of this service' }),
});

export const CallbackQuery = z.object({
  state: z.string().min(1),
  code: z.string().min(1).optional().meta({ description: 'what the provider gives for an ID token' }),
  iss: z.string().optional().meta({ description: 'who the provider says it is' }),
  error: z.string().optional().meta({ description: 'why the provider gives none' }),
});

const yes = z.literal(true).optional();

export const SessionCompany = z.strictObject({
  name: z.string(),
  admin: z
    .union([z.literal(true), z.array(z.string())])
    .optional()
    .meta({ description: 'of all projects, or of these' }),
  approver: yes,
  operator: yes,
  viewer: yes,
});
export type SessionCompany = z.infer<typeof SessionCompany>;

const ways = z
  .strictObject({ oidc: z.boolean(), dev: z.boolean() })
  .meta({ description: 'how one can sign in: at the identity provider, as an example person' });

export const SessionView = z.discriminatedUnion('signedIn', [
  z.strictObject({ signedIn: z.literal(false), ways }),
  z.strictObject({
    signedIn: z.literal(true),
    actor: z.strictObject({ id: z.string(), name: z.string().optional() }),
    expiresAt: Instant,
    companies: z.record(z.string(), SessionCompany),
    ways,
  }),
]);
export type SessionView = z.infer<typeof SessionView>;
