/** Whole numbers that arrive as text: in a query, in the environment. */
import { z } from 'zod';

/** Digits alone: neither `1e2`, `0x10` and `5.0`, nor a blank or nothing, which `Number` would take for a number. */
export const wholeNumber = (min: number, max: number) => {
  const says = `must be a whole number from ${min} to ${max}, in digits`;
  return z
    .string(says)
    .regex(/^\d{1,9}$/, says)
    .transform(Number)
    .pipe(z.int().min(min, says).max(max, says));
};
