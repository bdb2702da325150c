/** Spans, for whoever traces. While nobody does, a span is only its work. */
import { errorName } from '../errors';
import { currentTrail, onTrail, type Trail } from '../trail';

type Attributes = Readonly<Record<string, string | number>>;

export interface SpanOptions {
  /** Names what is done, and no project and no person. */
  readonly name: string;
  /** `server` answers a call, `client` makes one, `consumer` does what was ordered before. */
  readonly kind: 'server' | 'client' | 'consumer';
  readonly attributes?: Attributes;
}

export interface SpanOutcome {
  /** Names the kind of a failure. Its words may hold data of a project, and are never traced. */
  readonly failure?: string;
  /** A better name than the one that was known at first. */
  readonly name?: string;
  readonly attributes?: Attributes;
}

export interface OpenSpan {
  readonly traceparent: string;
  end(outcome?: SpanOutcome): void;
}

export interface Tracer {
  /** `parent`: a `traceparent`. */
  start(parent: string | undefined, options: SpanOptions): OpenSpan;
}

let tracer: Tracer | undefined;

/** Sets who makes the spans of this process from now on. */
export function useTracer(chosen: Tracer | undefined): void {
  tracer = chosen;
}

/** Opens a span on a trail. Absent if nobody traces. */
export const openSpan = (trail: Trail | undefined, options: SpanOptions): OpenSpan | undefined =>
  tracer?.start(trail?.traceparent, options);

/** Runs the work in a span. Outside a trail there is none: what belongs to no request is not traced. */
export async function inSpan<T>(options: SpanOptions, work: () => Promise<T>): Promise<T> {
  const trail = currentTrail();
  const span = trail && openSpan(trail, options);
  if (!trail || !span) return work();
  try {
    const result = await onTrail({ ...trail, traceparent: span.traceparent }, work);
    span.end();
    return result;
  } catch (error) {
    span.end({ failure: errorName(error) });
    throw error;
  }
}
