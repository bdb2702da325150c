/** The tour's way to the API: every answer is checked, and one that is not as told ends the tour. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ConfigError } from '../../adapters/env';
import { errorMessage } from '../../adapters/errors';

/** A step did not give what it should. */
export class TourFailed extends Error {}

export interface Person {
  readonly name: string;
  readonly token: string;
}

/** Anything but JSON of an object is no answer of the API. */
const Body = z.looseObject({});
const Problem = z.looseObject({ code: z.string(), detail: z.string() });
export type Problem = z.infer<typeof Problem>;

interface TourAnswer {
  readonly status: number;
  readonly body: z.infer<typeof Body>;
}

export interface Request {
  readonly by: Person;
  readonly path: string;
  /** Given: POST. */
  readonly body?: object;
  /** One of its own a request unless given. */
  readonly idempotencyKey?: string;
}

const answerWithinMs = 20_000;

export interface TourClient {
  /** @throws TourFailed unless the answer is 2xx and fits */
  readonly done: <S extends z.ZodType>(request: Request, schema: S) => Promise<z.infer<S>>;
  /** @throws TourFailed unless the API says no with this status and code */
  readonly refused: (request: Request, status: number, code: string) => Promise<Problem>;
}

const shown = ({ status, body }: TourAnswer): string => `${status} ${JSON.stringify(body)}`;

export function createTourClient(apiUrl: string): TourClient {
  async function send({ by, path, body, idempotencyKey = randomUUID() }: Request): Promise<TourAnswer> {
    const write = body && {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey },
    };
    try {
      const response = await fetch(`${apiUrl}/v1/companies/${path}`, {
        ...write,
        headers: { ...write?.headers, Authorization: `Bearer ${by.token}` },
        signal: AbortSignal.timeout(answerWithinMs),
      });
      return { status: response.status, body: Body.parse(await response.json()) };
    } catch (error) {
      throw new ConfigError(
        `${apiUrl} does not answer as Ledgergate does (${errorMessage(error)}). Is npm start running?`,
      );
    }
  }

  return {
    done: async (request, schema) => {
      const answer = await send(request);
      const parsed = schema.safeParse(answer.body);
      if (answer.status < 300 && parsed.success) return parsed.data;
      const misfit = answer.status < 300 && parsed.error ? ` (${z.prettifyError(parsed.error)})` : '';
      throw new TourFailed(`${request.path} should succeed; the answer was ${shown(answer)}${misfit}`);
    },
    refused: async (request, status, code) => {
      const answer = await send(request);
      const parsed = Problem.safeParse(answer.body);
      if (answer.status === status && parsed.success && parsed.data.code === code) return parsed.data;
      throw new TourFailed(`${request.path} should be refused with ${status} ${code}; the answer was ${shown(answer)}`);
    },
  };
}
