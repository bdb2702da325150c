/** Simulates people who have the desk open and do nothing. Each has its own session and its own stream of events. */
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';

export interface Seat {
  readonly token: string;
  readonly companyId: string;
}

export interface Audience {
  /** Resolves when each of them was told of a change since `before`; with how long it took from the first to the last, in ms. */
  readonly told: (before: readonly number[]) => Promise<number>;
  /** How many changes each listener has received. */
  readonly counts: () => readonly number[];
  readonly leave: () => void;
}

interface Listener {
  readonly call: ClientRequest;
  told: number;
  toldAt: number;
}

const toldWithinMs = 60_000;

/** `url` ends before the path. Resolves when everybody was told how it is now. @throws Error when one is let go */
export async function openAudience(url: string, seats: readonly Seat[]): Promise<Audience> {
  // Each listener has its own connection, because people sit at different computers.
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
  let look: () => void = () => undefined;
  let lost: Error | undefined;

  const listen = ({ token, companyId }: Seat): Listener => {
    const headers = { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' };
    const call = request(`${url}/v1/companies/${companyId}/events`, { agent, headers });
    const listener: Listener = { call, told: 0, toldAt: 0 };
    const fail = (why: string): void => {
      lost ??= new Error(`a listener was disconnected: ${why}`);
      look();
    };
    call.once('error', ({ message }) => fail(message));
    call.once('response', (response: IncomingMessage) => {
      if (response.statusCode !== 200) fail(String(response.statusCode));
      response.once('close', () => fail('the stream ended'));
      response.setEncoding('utf8').on('data', (text: string) => {
        const news = text.split('event: changed').length - 1;
        if (news === 0) return;
        listener.told += news;
        listener.toldAt = performance.now();
        look();
      });
    });
    call.end();
    return listener;
  };

  const listeners = seats.map(listen);
  const counts = (): readonly number[] => listeners.map(({ told }) => told);
  const told = (before: readonly number[]): Promise<number> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('not every listener received the change')), toldWithinMs);
      look = () => {
        const isDone = listeners.every((listener, index) => listener.told > (before[index] ?? 0));
        if (!isDone && !lost) return;
        look = () => undefined;
        clearTimeout(late);
        const times = listeners.map(({ toldAt }) => toldAt);
        if (lost) reject(lost);
        else resolve(Math.max(...times) - Math.min(...times));
      };
      look();
    });
  await told([]);
  return {
    told,
    counts,
    leave: () => {
      look = () => undefined;
      for (const { call } of listeners) call.destroy();
      agent.destroy();
    },
  };
}
