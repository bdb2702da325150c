/** What a check finds. */
import type { Check } from '../contract/view';

export const error = (code: Check['code'], pointer: string, message: string): Check => ({
  code,
  severity: 'error',
  pointer,
  message,
});

export const warning = (code: Check['code'], pointer: string, message: string): Check => ({
  code,
  severity: 'warning',
  pointer,
  message,
});
