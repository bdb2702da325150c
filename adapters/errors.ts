/** Reads thrown values of any kind, even from another realm, where `instanceof Error` does not hold. */
import { types } from 'node:util';

/** Returns the message of an error in one line. `fetch` has its reason in the cause. */
export function errorMessage(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const why = types.isNativeError(error.cause) ? error.cause.message : '';
  return why ? `${error.message}: ${why}` : error.message;
}

/** Names the kind of an error, without its words: its `code` or `type` if it has one, such as `busy` or `erp_refused`. */
export function errorName(error: unknown): string {
  if (!types.isNativeError(error)) return typeof error;
  for (const key of ['code', 'type'] as const) {
    const value: unknown = Reflect.get(error, key);
    if (typeof value === 'string' && value !== '') return value;
  }
  return error.name;
}

/** Returns the code of a system error, such as `ENOENT`. */
export const errorCode = (error: unknown): string | undefined =>
  types.isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
