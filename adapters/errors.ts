/** What was thrown, whatever it is; also from another realm, where `instanceof Error` does not hold. */
import { types } from 'node:util';

/** What went wrong, in one line; `fetch` keeps its reason in the cause. */
export function errorMessage(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const why = types.isNativeError(error.cause) ? error.cause.message : '';
  return why ? `${error.message}: ${why}` : error.message;
}

/** Such as `ENOENT`; of what the system refused. */
export const errorCode = (error: unknown): string | undefined =>
  types.isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
