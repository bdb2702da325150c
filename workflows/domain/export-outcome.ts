/** Turns the outcome of an export into an event. The outcome is read like any message from outside. */
import { defined } from '../contract/defined';
import { parkedCodes, retriedFailureCodes, waitingCodes, type ParkedCode } from '../contract/codes';
import { limits } from '../contract/limits';
import { toReference } from '../contract/names';
import type { Actor, Change, Omitted } from '../contract/view';
import { bounded } from './bound';
import type { Event, ParkedEvent } from './events';
import { toFieldMessages, toIds } from './documents';
import { isCount, isInstant, Malformed, read, toFields, toHolder, toToken, type Fields } from './read';
import type { Submission } from './submission';
import { cutText } from '../contract/text';

const exporter: Actor = { id: 'ledgergate', channel: 'export' };

/** A failure that the activity threw or that ops made. Only `type` and `message` are certain. */
export interface ExportFailure {
  readonly type: string;
  readonly message: string;
  readonly details: unknown;
}

type ParkedDetails = Pick<ParkedEvent, 'attempts' | 'fields' | 'sentAt' | 'changes' | 'differencesHash' | 'holder'>;

/** Milliseconds in the largest unit that divides them. */
function spoken(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1_000} s`;
}

const includes = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

const toAttempts = (value: unknown): number => (isCount(value) ? value : 0);

/**
 * Returns what the reader reads, or nothing if it does not fit, because a person has to learn of the rest all the same.
 */
function tried<T>(reader: () => T): T | undefined {
  try {
    return reader();
  } catch {
    return undefined;
  }
}

const isChange = (value: unknown): value is Change => {
  const { pointer, before = '', after = '' } = toFields(value, 'a change');
  return [pointer, before, after].every((text) => typeof text === 'string');
};

/** Reads the differences that the activity found between the ERP's record and ours. */
function toChanges(value: unknown): (Change | Omitted)[] {
  if (!Array.isArray(value)) throw new Malformed('changes must be a list');
  const omitted = value.map((item) => read(toFields(item, 'a change'), 'omitted')).find(isCount);
  const changes = bounded(value.filter(isChange), { maxEntries: limits.changes, maxBytes: limits.changesBytes });
  return omitted === undefined ? changes : [...changes, { omitted }];
}

function toKnown(details: unknown): ParkedDetails {
  const given: Fields = tried(() => toFields(details, 'details')) ?? {};
  const fields = tried(() => toFieldMessages(read(given, 'fields')));
  const sentAt = read(given, 'sentAt');
  const changes = tried(() => toChanges(read(given, 'changes')));
  const differencesHash = tried(() => toToken(read(given, 'differencesHash'), 'differencesHash'));
  return defined({
    attempts: toAttempts(read(given, 'attempt')),
    sentAt: isInstant(sentAt) ? sentAt : undefined,
    fields,
    changes,
    differencesHash,
    holder: toHolder(read(given, 'holder')),
  });
}

/** Parks the export. A write whose outcome is unknown outweighs every other reason. */
function park(code: ParkedCode, message: string, known: ParkedDetails, at: string): ParkedEvent {
  const { attempts, fields, sentAt, changes, differencesHash, holder } = known;
  const isUnknown = code === 'outcome_unknown' || sentAt !== undefined;
  const because = isUnknown && code !== 'outcome_unknown' ? ` (${code}). An earlier write may have been applied.` : '';
  return defined({
    type: 'parked',
    at,
    by: exporter,
    attempts,
    code: isUnknown ? 'outcome_unknown' : code,
    message: cutText(`${message}${because}`, limits.textChars),
    sentAt: isUnknown ? (sentAt ?? at) : undefined,
    fields,
    changes,
    differencesHash,
    holder,
  });
}

/** Parks the export after a failure. `exportForMs` is how long it was tried, in milliseconds. */
export function parkedByFailure(
  { type, message, details }: ExportFailure,
  exportForMs: number,
  at: string,
): ParkedEvent {
  const known = toKnown(details);
  if (includes([...retriedFailureCodes, ...waitingCodes], type)) {
    const last = `The export was tried for ${spoken(exportForMs)}. The last failure: ${message}`;
    return park('out_of_time', last, known, at);
  }
  if (includes(parkedCodes, type)) return park(type, message, known, at);
  return park('outcome_unknown', `The export activity was ended in Temporal: ${message}`, known, at);
}

/** Parks the export because no answer came while an attempt may have been running. */
export const parkedWithoutAnswer = (message: string, at: string): ParkedEvent =>
  park('outcome_unknown', message, { attempts: 0 }, at);

/**
 * Reads the result of the export. Ops may have completed it by hand, so a result that is not a receipt of this project
 * parks the export.
 */
export function eventFromResult(state: Submission, result: unknown, at: string): Event {
  try {
    const given = toFields(result, 'the result');
    const reference = toReference(state);
    if (read(given, 'reference') !== reference) throw new Malformed('another reference');
    const attempts = toAttempts(read(given, 'attempts'));
    return defined({
      type: 'exported',
      at,
      by: exporter,
      reference,
      ids: toIds(read(given, 'ids')),
      attempts: attempts > 0 ? attempts : undefined,
    });
  } catch {
    const message = 'The export activity was completed by hand with a result that is not a receipt of this project.';
    return parkedWithoutAnswer(message, at);
  }
}
