/** What the sign-in takes and says. */
import { z } from 'zod';
import { roles } from '../../workflows/contract/codes';
import { Instant } from '../../workflows/contract/view';
import { endReasons } from './lifetime';
import { isReturnPath } from './return-path';

export const DevSignInBody = z.strictObject({
  role: z.enum(roles).meta({ description: 'which of the four people of the example companies' }),
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

const daySeconds = 24 * 3_600;

export const RenewBody = z.strictObject({
  secondsSinceUse: z
    .int()
    .min(0)
    .max(daySeconds)
    .meta({ description: 'since the last command, navigation or input in any window of the desk' }),
});

export const SignedOut = z.strictObject({
  providerUrl: z
    .string()
    .optional()
    .meta({ description: "where the browser ends the identity provider's session too; absent: nowhere" }),
});

export type SignedOut = z.infer<typeof SignedOut>;

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
  z.strictObject({
    signedIn: z.literal(false),
    ways,
    ended: z
      .strictObject({
        why: z.enum(endReasons).meta({
          description:
            '`idle`: not used for as long as `minutes` says; `max_age`: that long after the sign-in; `id_token`: with the ID token, as it could not be renewed; `provider`: the identity provider did not renew it',
        }),
        minutes: z.int().optional(),
      })
      .optional()
      .meta({ description: 'why the session of this browser ended, for a day after it' }),
  }),
  z.strictObject({
    signedIn: z.literal(true),
    actor: z.strictObject({ id: z.string(), name: z.string().optional() }),
    expiresAt: Instant.meta({ description: 'the end at the latest' }),
    renewInSeconds: z
      .int()
      .optional()
      .meta({ description: 'after which the desk asks POST /session/renew; absent for a token' }),
    endsWithIdToken: yes.meta({
      description: 'it cannot be renewed: the identity provider gave no refresh token that fits',
    }),
    companies: z.record(z.string(), SessionCompany),
    ways,
  }),
]);
export type SessionView = z.infer<typeof SessionView>;
export type SignedIn = Extract<SessionView, { signedIn: true }>;
