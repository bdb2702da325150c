/**
 * The trail of the request that the running code works for. It leads from the API over Temporal to the ERP: its id is in
 * every log line and outgoing call, and the spans of OpenTelemetry, if there are any, are made from it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { defined } from '../workflows/contract/defined';

export interface Trail {
  /** The id of the request, as the API answers it in `X-Request-Id`. */
  readonly requestId: string;
  /** The current span in the form of W3C Trace Context. Absent if nothing is traced. */
  readonly traceparent?: string;
}

const storage = new AsyncLocalStorage<Trail | undefined>();

export const currentTrail = (): Trail | undefined => storage.getStore();

/** Runs the work, and what it starts, on this trail. */
export const onTrail = <T>(trail: Trail | undefined, work: () => T): T => storage.run(trail, work);

/** Whether a text may be the id of a request. Callers may bring their own. */
export const isRequestId = (text: unknown): text is string => typeof text === 'string' && /^[\w.-]{1,100}$/.test(text);

const traceparentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export interface ParsedTraceparent {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: number;
}

/** Reads a `traceparent`; `undefined` if it is not one. */
export function parseTraceparent(text: string | undefined): ParsedTraceparent | undefined {
  const [, traceId = '', spanId = '', flags = ''] = traceparentPattern.exec(text ?? '') ?? [];
  const isValid = /[^0]/.test(traceId) && /[^0]/.test(spanId);
  return isValid ? { traceId, spanId, flags: Number.parseInt(flags, 16) } : undefined;
}

/** Reads a trail that came over Temporal, from whoever may write there; `undefined` if it is not one. */
export function readTrail(value: unknown): Trail | undefined {
  if (typeof value !== 'object' || value === null || !('requestId' in value)) return undefined;
  const { requestId } = value;
  if (!isRequestId(requestId)) return undefined;
  const traceparent = 'traceparent' in value && typeof value.traceparent === 'string' ? value.traceparent : undefined;
  return defined({ requestId, traceparent: parseTraceparent(traceparent) && traceparent });
}

/** The headers with which an outgoing call says on which trail it is. */
export function trailHeaders(): Record<string, string> {
  const trail = currentTrail();
  return defined({ 'X-Request-Id': trail?.requestId, traceparent: trail?.traceparent });
}
