/** Sends as our client does: an answer that may pass by itself is followed by the same request, with the same key. */
import { randomUUID } from 'node:crypto';
import { ApiProblem, isUncertain, type ProblemDetails } from '../../../client/problem';
import { repeated } from '../../../client/repeat';
import { send, type Received, type Sent } from './send';

/** So long that only a failure takes it: a loaded machine answers late, and none of these tests is about that. */
const repeats = { attempts: 200, withinMs: 300_000 };

/**
 * Repeats the request while the answer says that the API, a worker or Temporal did not answer in time. Other answers,
 * such as a 503 of a source that is away, are returned as they are. A command without an Idempotency-Key is given one.
 */
export async function sendPatiently(url: string, method: string, path: string, sent: Sent = {}): Promise<Received> {
  const headers = method === 'POST' ? { 'idempotency-key': randomUUID(), ...sent.headers } : { ...sent.headers };
  let received: Received | undefined;
  await repeated(async () => {
    received = await send(url, method, path, { ...sent, headers });
    const { status, json, text, headers: got } = received;
    const problem = new ApiProblem(json as unknown as ProblemDetails, text, Number(got['retry-after'] ?? 1));
    return status === 503 && isUncertain(problem) ? { problem } : received;
  }, repeats);
  if (!received) throw new Error('it was not sent');
  return received;
}
