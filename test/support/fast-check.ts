/** fast-check, with one seed for all that a run makes up: FC_SEED plays the same again. */
import fc from 'fast-check';
import { z } from 'zod';
import { parseEnv } from '../../adapters/env';

export const { FC_SEED: seed } = parseEnv(
  z.object({
    FC_SEED: z.coerce
      .number()
      .int()
      .positive()
      .default(() => 1 + (Date.now() % 1_000_000_000)),
  }),
);

fc.configureGlobal({ seed });

export { fc };
