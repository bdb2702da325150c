/** Live events. Each company that has listeners has one poller. */
import type { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { Problem } from '../problems';
import type { Submissions } from '../gateway/gateway';
import { type Listener, openListener } from './listener';
import { type Poller, type PollTimes, startPoller } from './poller';

export interface EventTimes extends PollTimes {
  readonly heartbeatMs: number;
}

const usualTimes: EventTimes = { everyMs: 2_000, countsEveryMs: 10_000, heartbeatMs: 15_000 };

/** Tabs of one person, or a script's connections. */
const streamsPerCaller = 20;

export interface Listening {
  readonly companyId: string;
  readonly callerKey: string;
  readonly stream: Writable;
  readonly lastEventId: string | undefined;
  readonly forMs: number;
}

export interface Events {
  /** Checks that the caller may open another stream. @throws Problem `rate_limited`, before anything is written */
  checkRoom(callerKey: string): void;
  listen(listening: Listening): void;
  /** Returns the number of companies that are polled. */
  readonly watched: () => number;
  /** Ends every stream, and any that is opened later. */
  close(): void;
}

interface Channel {
  readonly listeners: Set<Listener>;
  readonly poller: Poller;
  readonly heartbeat: NodeJS.Timeout;
}

export interface EventsOptions {
  readonly submissions: Submissions;
  readonly log: Logger;
  readonly times?: EventTimes;
}

export function createEvents({ submissions, log, times = usualTimes }: EventsOptions): Events {
  const rooms = new Map<string, Channel>();
  const streams = new Map<string, number>();
  let isClosed = false;

  const count = (callerKey: string, by: 1 | -1): void => {
    const now = (streams.get(callerKey) ?? 0) + by;
    if (now === 0) streams.delete(callerKey);
    else streams.set(callerKey, now);
  };

  function openRoom(companyId: string): Channel {
    const listeners = new Set<Listener>();
    const poller = startPoller({
      submissions,
      companyId,
      times,
      onChange: (id) => {
        for (const listener of listeners) listener.tell(id);
      },
      onFailure: (error) => {
        log.warn({ err: error, companyId }, 'cannot look for changes now');
      },
    });
    const heartbeat = setInterval(() => {
      for (const listener of listeners) listener.beat();
    }, times.heartbeatMs);
    const room = { listeners, poller, heartbeat };
    rooms.set(companyId, room);
    return room;
  }

  function leave(companyId: string, room: Channel, listener: Listener): void {
    room.listeners.delete(listener);
    if (room.listeners.size > 0) return;
    room.poller.stop();
    clearInterval(room.heartbeat);
    rooms.delete(companyId);
  }

  return {
    checkRoom: (callerKey) => {
      if ((streams.get(callerKey) ?? 0) < streamsPerCaller) return;
      const detail = `At most ${streamsPerCaller} streams for one caller at a time.`;
      throw new Problem('rate_limited', detail, { headers: { 'Retry-After': '60' } });
    },
    listen: ({ companyId, callerKey, stream, lastEventId, forMs }) => {
      // It went away before we came to it, and will not say so again.
      if (stream.destroyed) return;
      const room = rooms.get(companyId) ?? openRoom(companyId);
      count(callerKey, 1);
      const onEnd = (): void => {
        count(callerKey, -1);
        leave(companyId, room, listener);
      };
      const listener = openListener({ stream, knownId: lastEventId, forMs, onEnd });
      room.listeners.add(listener);
      const id = room.poller.id();
      if (id !== undefined) listener.tell(id);
      if (isClosed) listener.end();
    },
    watched: () => rooms.size,
    close: () => {
      isClosed = true;
      for (const { listeners } of rooms.values()) for (const listener of listeners) listener.end();
    },
  };
}
