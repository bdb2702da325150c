/** Inserts a flood of raw signals into a recorded history, as if they had arrived at that moment. */

export interface HistoryEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly [key: string]: unknown;
}

export interface History {
  readonly events: readonly HistoryEvent[];
}

const isHistory = (value: unknown): value is History =>
  typeof value === 'object' && value !== null && 'events' in value && Array.isArray(value.events);

/** A history as `temporal workflow show -o json` writes it. @throws Error where the text is none */
export function parseHistory(text: string): History {
  const value: unknown = JSON.parse(text);
  if (isHistory(value)) return value;
  throw new Error('a history is an object with a list of events');
}

export interface Flood {
  /** The signals come right after the first event of this type. */
  readonly after: string;
  /** Their names. */
  readonly signals: readonly string[];
  /** The number of signals in one workflow task. */
  readonly inOneTask: number;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const signal = (signalName: string, eventTime: unknown): Omit<HistoryEvent, 'eventId'> => ({
  eventTime,
  eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED',
  workflowExecutionSignaledEventAttributes: {
    signalName,
    input: { payloads: [{ metadata: { encoding: base64('json/plain') }, data: base64('{"by":"somebody"}') }] },
    header: {},
  },
});

const typeName = (event: HistoryEvent): string => event.eventType.replace('EVENT_TYPE_', '');

function found(type: string, { events }: History): HistoryEvent {
  const event = events.find((one) => typeName(one) === type);
  if (!event) throw new Error(`the history has no ${type}`);
  return event;
}

/** The event with some of its attributes replaced. */
function changed(event: HistoryEvent, attributes: string, by: Readonly<Record<string, string>>): HistoryEvent {
  const value = event[attributes];
  const before = typeof value === 'object' ? value : undefined;
  return { ...event, [attributes]: { ...before, ...by } };
}

/** The three events of the first workflow task once more, to begin at this id. */
function taskFrom(first: number, history: History): HistoryEvent[] {
  const [scheduledEventId, startedEventId] = [String(first), String(first + 1)];
  const started = found('WORKFLOW_TASK_STARTED', history);
  const completed = found('WORKFLOW_TASK_COMPLETED', history);
  return [
    found('WORKFLOW_TASK_SCHEDULED', history),
    changed(started, 'workflowTaskStartedEventAttributes', { scheduledEventId }),
    changed(completed, 'workflowTaskCompletedEventAttributes', { scheduledEventId, startedEventId }),
  ];
}

/** The same, with the new id wherever an event is named. */
function renumbered(object: object, newIds: ReadonlyMap<string, string>): object {
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner);
    return typeof value === 'object' && value !== null ? renumbered(value, newIds) : value;
  };
  const entries: [string, unknown][] = Object.entries(object).map(([key, value]: [string, unknown]) =>
    key.endsWith('EventId') && typeof value === 'string' ? [key, newIds.get(value) ?? value] : [key, inner(value)],
  );
  return Object.fromEntries(entries);
}

/** `n` signals, each under a name of its own, so that the timeline counts none as a repetition of the one before. */
export const nudges = (n: number): string[] => Array.from({ length: n }, (_, index) => `nudge-${index}`);

/** @throws Error where the history has no event of that type */
export function flooded(history: History, { after, signals, inOneTask }: Flood): History {
  const at = history.events.indexOf(found(after, history));
  const first = at + 2;
  const inserted: Omit<HistoryEvent, 'eventId'>[] = [];
  for (let n = 0; n < signals.length; n += inOneTask) {
    const some = signals.slice(n, n + inOneTask);
    inserted.push(...some.map((name) => signal(name, history.events[at]?.['eventTime'])));
    inserted.push(...taskFrom(first + inserted.length, history));
  }
  const later = history.events.slice(at + 1);
  const newIds = new Map(later.map(({ eventId }) => [eventId, String(Number(eventId) + inserted.length)]));
  return {
    events: [
      ...history.events.slice(0, at + 1),
      ...inserted.map((event, index) => ({
        ...event,
        eventType: String(event['eventType']),
        eventId: String(first + index),
      })),
      ...later.map((event) => ({
        ...event,
        ...renumbered(event, newIds),
        eventId: newIds.get(event.eventId) ?? event.eventId,
      })),
    ],
  };
}
