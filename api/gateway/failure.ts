/** Opens the failures of runs and activities, which Temporal hands on as their worker sent them. */
import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { z } from 'zod';
import { createPayloadCodec } from '../../adapters/temporal/payload-codec';
import { decodeFailure } from '../../adapters/temporal/sdk-internals';
import type { Calls } from './calls';

type Failure = temporal.api.failure.v1.IFailure;

/** What `encodeCommonAttributes` of the SDK's failure converter moves into a payload. */
const Attributes = z.object({ message: z.string() });

function readMessage({ encodedAttributes, message }: Failure): string {
  try {
    return Attributes.parse(encodedAttributes && defaultPayloadConverter.fromPayload(encodedAttributes)).message;
  } catch {
    return message ?? '';
  }
}

/** Returns the failure with its message and details in clear. One that no key opens stays as it is. */
export async function openFailure({ keys }: Pick<Calls, 'keys'>, failure: Failure): Promise<Failure> {
  if (!keys) return failure;
  const opened: Failure = await decodeFailure([createPayloadCodec(keys)], failure);
  return { ...opened, message: readMessage(opened) };
}
