/** The inputs of the sign-in. `workflows/contract/session.ts` has its answers. */
import { z } from 'zod';
import { roles } from '../../workflows/contract/codes';
import { isReturnPath } from './return-path';

export const DevSignInBody = z.strictObject({
  role: z.enum(roles).meta({ description: 'One of the four example people.' }),
});

export const SignInQuery = z.strictObject({
  return: z
    .string()
    .refine(isReturnPath, 'must be a path of this service')
    .default('/')
    .meta({ description: 'The path of this service to which the browser returns afterwards.' }),
});

export const CallbackQuery = z.object({
  state: z.string().min(1),
  code: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The authorization code, which is exchanged for an ID token.' }),
  iss: z.string().optional().meta({ description: 'The issuer that the provider names.' }),
  error: z.string().optional().meta({ description: 'Why the provider gave no code.' }),
});

const daySeconds = 24 * 3_600;

export const RenewBody = z.strictObject({
  secondsSinceUse: z
    .int()
    .min(0)
    .max(daySeconds)
    .meta({ description: 'Seconds since the last command, navigation or input in any window of the desk.' }),
});
