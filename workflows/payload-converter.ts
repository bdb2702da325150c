/**
 * Decodes every payload. One that cannot be decoded becomes a mark instead of an error. The SDK decodes a signal's
 * arguments before any handler runs, so that one broken payload would otherwise stop the workflow.
 */
import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

/** Replaces a payload that could not be decoded. */
export interface Undecodable {
  readonly undecodable: true;
}

export const isUndecodable = (value: unknown): value is Undecodable =>
  typeof value === 'object' && value !== null && 'undecodable' in value;

export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the signature is the SDK's
  fromPayload<T>(payload: Payload): T {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch {
      const mark: Undecodable = { undecodable: true };
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the readers in domain/ take anything
      return mark as T;
    }
  },
};
