/** Who is signed in and with which roles: everything that a desk needs before it opens a company. */
import { z } from 'zod';
import { sessionEndReasons } from './codes';
import { Instant } from './view';

const yes = z.literal(true).optional();

export const SessionCompany = z.strictObject({
  name: z.string(),
  admin: z
    .union([z.literal(true), z.array(z.string())])
    .optional()
    .meta({ description: '`true` for all projects, or the ids of single projects.' }),
  approver: yes,
  operator: yes,
  viewer: yes,
});
export type SessionCompany = z.infer<typeof SessionCompany>;

const ways = z
  .strictObject({ oidc: z.boolean(), dev: z.boolean() })
  .meta({ description: 'How a person can sign in: at the identity provider, or as an example person.' });

export const SessionView = z.discriminatedUnion('signedIn', [
  z.strictObject({
    signedIn: z.literal(false),
    ways,
    ended: z
      .strictObject({
        why: z.enum(sessionEndReasons).meta({
          description:
            '`idle`: the session was not used for `minutes`. `max_age`: `minutes` have passed since the sign-in. `id_token`: the session could not be renewed and ended with the ID token. `provider`: the identity provider did not renew it. `unreadable`: the API cannot open the cookie, because its key or its version has changed.',
        }),
        minutes: z.int().optional(),
      })
      .optional()
      .meta({ description: 'Why the last session of this browser ended. Present for a day afterwards.' }),
  }),
  z.strictObject({
    signedIn: z.literal(true),
    actor: z.strictObject({ id: z.string(), name: z.string().optional() }),
    expiresAt: Instant.meta({ description: 'The latest possible end of the session.' }),
    renewInSeconds: z
      .int()
      .optional()
      .meta({ description: 'Seconds until the desk calls `POST /session/renew`. Absent for a token.' }),
    endsWithIdToken: yes.meta({
      description: 'The session cannot be renewed, because the identity provider gave no usable refresh token.',
    }),
    companies: z.record(z.string(), SessionCompany),
    ways,
  }),
]);
export type SessionView = z.infer<typeof SessionView>;
export type SignedIn = Extract<SessionView, { signedIn: true }>;

/** The answer to a sign-out. */
export const SignedOut = z.strictObject({
  providerUrl: z.string().optional().meta({
    description:
      "The address at which the browser ends the identity provider's session too. Absent if the provider has none.",
  }),
});
export type SignedOut = z.infer<typeof SignedOut>;
