/** What a run knows about the previous run: how it is read and passed on. */
import { defined } from '../contract/defined';
import { channels } from '../contract/codes';
import { limits } from '../contract/limits';
import type { Project } from '../contract/project';
import { jsonBytes, textFaults } from '../contract/text';
import type {
  Change,
  Exported,
  LastRejection,
  Omitted,
  PreviousRun,
  Receipt,
  Rejection,
  SubmissionState,
} from '../contract/view';
import { bounded } from './bound';
import { changesBetween, fewerChanges } from './changes';
import { toActor, toFieldMessage, toIds, toJob } from './documents';
import {
  allowOnly,
  checkBytes,
  isCount,
  isInstant,
  Malformed,
  optional,
  read,
  toLines,
  toFields,
  toRevision,
  toText,
  type Fields,
} from './read';
import { toProject } from './read-project';

function toInstant(value: unknown, name: string): string {
  if (!isInstant(value)) throw new Malformed(`${name} must be an ISO instant`);
  return value;
}

function toReceipt(value: unknown): Receipt {
  const receipt = toFields(value, 'previousRun.exported.receipt');
  return defined({
    reference: toText(read(receipt, 'reference'), 'receipt.reference', limits.keyChars),
    ids: toIds(read(receipt, 'ids')),
    exportedAt: toInstant(read(receipt, 'exportedAt'), 'receipt.exportedAt'),
    byHand: read(receipt, 'byHand') === true ? true : undefined,
  });
}

function neededRevision(fields: Fields, name: string): number {
  const { revision } = toRevision(fields);
  if (revision === undefined) throw new Malformed(`${name} must name its revision`);
  return revision;
}

function toExported(value: unknown): Exported {
  const exported = toFields(value, 'previousRun.exported');
  const project = read(exported, 'project');
  return defined({
    revision: neededRevision(exported, 'previousRun.exported'),
    at: toInstant(read(exported, 'at'), 'previousRun.exported.at'),
    project: project === undefined ? undefined : toProject(project),
    job: toJob(read(exported, 'job')),
    receipt: toReceipt(read(exported, 'receipt')),
  });
}

/** Reads a list whose last entry may count omitted ones. */
function toEntries<T>(value: unknown, name: string, toEntry: (fields: Fields) => T): (T | Omitted)[] {
  if (!Array.isArray(value)) throw new Malformed(`${name} must be a list`);
  return value.map((item: unknown) => {
    const entry = toFields(item, `an entry of ${name}`);
    const omitted = read(entry, 'omitted');
    if (omitted === undefined) return toEntry(entry);
    allowOnly(entry, ['omitted'], `an entry of ${name}`);
    if (!isCount(omitted)) throw new Malformed(`omitted of ${name} must be a whole number such as 1`);
    return { omitted };
  });
}

function toLastRejection(value: unknown): LastRejection {
  const name = 'previousRun.lastRejection';
  const rejection = toFields(value, name);
  allowOnly(rejection, ['reason', 'category', 'fields', 'by', 'at', 'revision'], name);
  const by = toFields(read(rejection, 'by'), `${name}.by`);
  const channel = channels.find((known) => known === read(by, 'channel'));
  if (!channel) throw new Malformed(`${name}.by.channel must be one of ${channels.join(', ')}`);
  const fields = read(rejection, 'fields');
  const found: LastRejection = defined({
    reason: toLines(read(rejection, 'reason'), 'reason'),
    ...optional(rejection, 'category', limits.keyChars),
    fields: fields === undefined ? undefined : toEntries(fields, `${name}.fields`, toFieldMessage),
    by: toActor(by, channel),
    at: toInstant(read(rejection, 'at'), `${name}.at`),
    revision: neededRevision(rejection, name),
  });
  checkBytes(found, name, limits.lastRejectionBytes);
  return found;
}

function toDifference(fields: Fields): Change {
  const name = 'an entry of previousRun.differences';
  allowOnly(fields, ['pointer', 'before', 'after'], name);
  const textAt = (key: string): string => {
    const text = read(fields, key);
    const fault = typeof text === 'string' ? textFaults.lines(text) : 'must be a text';
    if (typeof text === 'string' && fault === undefined) return text;
    throw new Malformed(`${key} in ${name} ${fault ?? ''}`);
  };
  const findText = (key: string): string | undefined => (read(fields, key) === undefined ? undefined : textAt(key));
  return defined({ pointer: textAt('pointer'), before: findText('before'), after: findText('after') });
}

const toDifferences = (value: unknown): (Change | Omitted)[] =>
  toEntries(value, 'previousRun.differences', toDifference);

/** Reads what a run passes on to the next one. @throws Malformed */
export function toPreviousRun(value: unknown): { previousRun?: PreviousRun } {
  if (value === undefined) return {};
  const previousRun = toFields(value, 'previousRun');
  const [exported, lastRejection, differences] = ['exported', 'lastRejection', 'differences'].map((key) =>
    read(previousRun, key),
  );
  const handedOn = defined({
    lastRejection: lastRejection === undefined ? undefined : toLastRejection(lastRejection),
    differences: differences === undefined ? undefined : toDifferences(differences),
  });
  checkBytes(handedOn, 'lastRejection and differences of previousRun', limits.previousRunBytes);
  return {
    previousRun: defined({
      runId: toText(read(previousRun, 'runId'), 'previousRun.runId', limits.keyChars),
      revision: neededRevision(previousRun, 'previousRun'),
      exported: exported === undefined ? undefined : toExported(exported),
      ...handedOn,
    }),
  };
}

/**
 * Reads a value, or leaves it out if an older build accepted it and this one refuses it, because the new run could not
 * start with it.
 */
function readable<T>(value: T | undefined, reader: (value: unknown) => T): T | undefined {
  try {
    return value === undefined ? undefined : reader(value);
  } catch {
    return undefined;
  }
}

/** Returns what is in the ERP after a closed run: its own export, or the one that it should have updated. */
function exportedBy({ status, revision, project, job, receipt, previousRun }: SubmissionState): Exported | undefined {
  if (status !== 'exported' || !receipt) return previousRun?.exported;
  const isCarried = jsonBytes(project) <= limits.exportedDocumentBytes;
  return defined({
    revision,
    at: receipt.exportedAt,
    project: isCarried ? project : undefined,
    job: job ?? {},
    receipt,
  });
}

/** Keys, commas and the count of what is left out, around entries that are measured one by one. */
const frameBytes = 512;

/** Bounds a rejection. The reason is kept, and as many of the messages about single fields as fit. */
function boundRejection({ fields, ...rest }: Rejection): LastRejection {
  if (!fields) return rest;
  const maxBytes = limits.lastRejectionBytes - jsonBytes(rest) - frameBytes;
  return { ...rest, fields: bounded(fields, { maxEntries: limits.rejectionFields, maxBytes }) };
}

/**
 * Finds the last rejection. If a run was neither rejected nor exported, the rejection that it began with still applies.
 */
function findLastRejection({ status, rejection, previousRun }: SubmissionState): LastRejection | undefined {
  if (rejection) return boundRejection(rejection);
  return status === 'exported' ? undefined : previousRun?.lastRejection;
}

/** Returns what a new run with this document learns about the closed run before it. */
export function followRun(
  run: Pick<PreviousRun, 'runId' | 'revision'>,
  state: SubmissionState,
  project: Project,
): PreviousRun {
  const exported = exportedBy(state);
  const lastRejection = readable(findLastRejection(state), toLastRejection);
  const maxBytes = limits.previousRunBytes - (lastRejection ? jsonBytes(lastRejection) : 0) - frameBytes;
  const differences = readable(fewerChanges(changesBetween(state.project, project), maxBytes), toDifferences);
  return defined({ ...run, exported, lastRejection, differences });
}
