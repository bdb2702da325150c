/**
 * Decodes every payload. One that cannot be decoded becomes a mark instead of an error. The SDK decodes a signal's
 * arguments before any handler runs, so that one broken payload would otherwise stop the workflow.
 */
import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';
import { markSealed, sealing, toLocked, type Undecodable } from './contract/sealed';

const readMetadata = ({ metadata }: Payload, name: string): string =>
  String.fromCharCode(...(metadata?.[name] ?? []).slice(0, 100));

const toUndecodable = (payload: Payload): Undecodable =>
  readMetadata(payload, 'encoding') === sealing.encoding
    ? toLocked(readMetadata(payload, sealing.keyId))
    : { undecodable: true };

export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the signature is the SDK's
  fromPayload<T>(payload: Payload): T {
    try {
      const value = defaultPayloadConverter.fromPayload<T>(payload);
      return payload.metadata?.[sealing.mark] ? markSealed(value) : value;
    } catch {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the readers in domain/ take anything
      return toUndecodable(payload) as T;
    }
  },
};
