/**
 * The ERP that takes import files: one CSV and one JSON in the company's inbox. At most one create per
 * reference, whoever dies, wakes up late or takes files away; `docs/file-drop.md` has the argument.
 * It keeps no state of its own, so any number of processes may work on one directory.
 */
import type { ErpContent } from '../../../activities/erp-content';
import { ErpRefused, ErpUnavailable, ErpOutcomeUnknown } from '../../../activities/erp-port';
import type {
  Attempt,
  Erp,
  ErpPreflightAnswer,
  ErpError,
  ErpPreflight,
  ErpOrder,
  ErpReceipt,
  ErpRecord,
} from '../../../activities/erp-port';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { endingWith } from '../attempt';
import * as disk from './disk';
import { DiskFailure } from './disk';
import { toFile, toIntent } from './intent';
import { isInInbox, Journal, type Entry, type Texts } from './journal';
import { contentHash, toContent, toCsv, toJson } from './layout';
import { UniqueKeys, type UniqueName } from './keys';
import { toReceipt, toRecord, refuseChanged } from './record';
import { DropRoot, type DropPlace } from './root';
import { defined } from '../../../workflows/contract/defined';

export interface FileDropOptions extends DropPlace {
  readonly commitWithinMs: number;
  /** The uniqueness of names. Absent if names need not be unique. */
  readonly uniqueName?: UniqueName | undefined;
}

/** One call, as far as it got. */
interface Progress {
  /** From here on a failure leaves the outcome open. */
  mayBeWritten: boolean;
  /** Before each step: an attempt that must end ends here, never within a step. */
  readonly step: () => void;
}

const overtaken = (reference: string): ErpUnavailable =>
  new ErpUnavailable(`Another attempt is exporting ${reference} at this moment, so this one is retried.`);

const lastInInbox = (entries: readonly Entry[]): Entry | undefined => entries.filter(isInInbox).at(-1);

class FileDrop implements Erp {
  readonly commitWithinMs: number;
  readonly writesOncePerReference = true;
  readonly #directory: string;
  readonly #root: DropRoot;
  readonly #journal: Journal;
  readonly #keys: UniqueKeys;
  /** What the last look-up of an attempt read, for the export that follows it. */
  readonly #lookedUp = new WeakMap<Attempt, { readonly reference: string; readonly entries: readonly Entry[] }>();
  /** Present only if there is something to ask that is not found out at accept. */
  readonly preflight?: NonNullable<Erp['preflight']>;

  constructor({ commitWithinMs, uniqueName, ...place }: FileDropOptions) {
    const { directory } = place;
    this.commitWithinMs = commitWithinMs;
    this.#directory = directory;
    this.#root = new DropRoot(place);
    this.#journal = new Journal(directory);
    this.#keys = new UniqueKeys(directory, this.#journal, uniqueName);
    if (uniqueName) this.preflight = (request, attempt) => this.#preflight(request, attempt);
  }

  toErp(project: Project, job: Job): ErpContent {
    return toContent(project, job);
  }

  findByReference(reference: string, attempt: Attempt): Promise<ErpRecord | undefined> {
    return this.#call(reference, attempt, async ({ step }) => {
      this.#lookedUp.delete(attempt);
      const entries = await this.#lookUp(reference, step);
      const found = lastInInbox(entries);
      if (found?.state === 'delivered') {
        await this.#root.openInbox();
        await this.#journal.finish(found);
      } else this.#lookedUp.set(attempt, { reference, entries });
      return found && toRecord(found);
    });
  }

  #preflight({ reference, project, number }: ErpPreflight, attempt: Attempt): Promise<ErpPreflightAnswer> {
    return this.#call(reference, attempt, async ({ step }) => {
      const found = lastInInbox(await this.#lookUp(reference, step));
      const numberHolder = number === undefined ? undefined : await this.#keys.numberHolder(number, reference);
      const nameHolder = await this.#keys.nameHolder(project.name, reference);
      return defined({ found: found && toRecord(found), numberHolder, nameHolder });
    });
  }

  export(order: ErpOrder, attempt: Attempt): Promise<ErpReceipt> {
    return this.#call(order.reference, attempt, async (progress) => {
      const { reference } = order;
      const entries = this.#takeLookedUp(reference, attempt) ?? (await this.#lookUp(reference, progress.step));
      try {
        return toReceipt(await this.#bring(order, entries, progress));
      } finally {
        await unlessItFails(() => this.#journal.removeTemporaries(reference));
      }
    });
  }

  /** Reads the journal of a project, in what is the drop of the company. */
  async #lookUp(reference: string, step: () => void): Promise<readonly Entry[]> {
    await this.#root.check();
    step();
    return this.#journal.read(reference);
  }

  /**
   * Returns what the look-up before this export read, once: another export of the attempt reads for itself. It may be
   * old, as with a process that was suspended, which each step of the export allows for.
   */
  #takeLookedUp(reference: string, attempt: Attempt): readonly Entry[] | undefined {
    const lookedUp = this.#lookedUp.get(attempt);
    this.#lookedUp.delete(attempt);
    return lookedUp?.reference === reference ? lookedUp.entries : undefined;
  }

  /** @returns the entry, done */
  async #bring(order: ErpOrder, found: readonly Entry[], progress: Progress): Promise<Entry> {
    await this.#root.openInbox();
    progress.step();
    const hash = contentHash(order.project, order.job);
    const entries = await this.#settle(found, hash);
    const entry = await this.#entryFor(order, hash, entries, progress);
    if (!isInInbox(entry)) await this.#deliver(entry, progress);
    progress.mayBeWritten = true;
    if (entry.state !== 'done') await this.#journal.finish(entry);
    await unlessItFails(() => this.#keys.releasePast(entry, entries));
    return entry;
  }

  /** Runs one call within its attempt, and says its failures in the port's words. */
  async #call<T>(reference: string, attempt: Attempt, work: (progress: Progress) => Promise<T>): Promise<T> {
    if (!/^[A-Za-z0-9][A-Za-z0-9_=~-]{0,199}$/.test(reference)) {
      throw new ErpRefused(`The reference "${reference}" cannot be a file name.`);
    }
    const step = (): void => {
      if (attempt.signal.aborted) throw new ErpUnavailable('The attempt ended before the file was in the inbox.');
      attempt.heartbeat();
    };
    const progress: Progress = { mayBeWritten: false, step };
    const fail = (message: string, options?: ErrorOptions): ErpError =>
      progress.mayBeWritten
        ? new ErpOutcomeUnknown(message, undefined, options)
        : new ErpUnavailable(message, undefined, options);
    try {
      step();
      return await endingWith(attempt.signal, work(progress), () =>
        fail('The disk of the drop directory does not respond.'),
      );
    } catch (error) {
      throw error instanceof DiskFailure ? fail(disk.describeFailure(error, this.#directory), { cause: error }) : error;
    }
  }

  /** The entry that holds this content: the newest one, or a new one behind it. */
  async #entryFor(order: ErpOrder, hash: string, entries: readonly Entry[], progress: Progress): Promise<Entry> {
    const newest = entries.at(-1);
    if (newest?.state === 'pending') return newest;
    const inInbox = lastInInbox(entries);
    if (inInbox?.intent.contentHash === hash) return inInbox;
    refuseChanged(inInbox, order);

    progress.step();
    const file = toFile(order, hash, entries.filter(isInInbox).length);
    const intent = toIntent(file);
    const taken = await this.#keys.findTaken(intent);
    if (taken) throw taken;
    const entry: Entry = { intent, index: (newest?.index ?? 0) + 1, state: 'pending' };
    return (await this.#publish(entry, { csv: toCsv(file), json: toJson(file) }, progress)) ? entry : this.#join(entry);
  }

  /** Before anything new: what is in the inbox is there for good, and other content that is not there never will be. */
  async #settle(entries: readonly Entry[], hash: string): Promise<readonly Entry[]> {
    const newest = entries.at(-1);
    if (!newest || newest.state === 'done') return entries;
    if (newest.state === 'void') {
      await this.#journal.sealVoid(newest);
      return entries;
    }
    if (newest.intent.contentHash === hash) return entries;
    const state = newest.state === 'pending' ? await this.#journal.revoke(newest) : newest.state;
    if (state !== 'void') await this.#journal.finish(newest);
    return [...entries.slice(0, -1), { ...newest, state: state === 'void' ? 'void' : 'done' }];
  }

  /** `false`: another attempt made this entry, or is done and swept away what this one had written so far. */
  async #publish(entry: Entry, texts: Texts, { step }: Progress): Promise<boolean> {
    const { intent, index } = entry;
    try {
      return await this.#journal.publish(intent, index, texts, step);
    } catch (error) {
      if (disk.failedWith(error, 'ENOENT')) return false;
      throw error;
    }
  }

  /** Another attempt was first: with the same content it is the same entry. */
  async #join({ intent, index }: Entry): Promise<Entry> {
    const first = (await this.#journal.read(intent.reference)).find((entry) => entry.index === index);
    if (first?.intent.contentHash !== intent.contentHash || first.state === 'void') throw overtaken(intent.reference);
    return first;
  }

  /** Claims what is unique, then puts both files into the inbox; the JSON is the commit. */
  async #deliver(entry: Entry, progress: Progress): Promise<void> {
    progress.step();
    await this.#claim(entry);
    progress.step();
    await this.#journal.deliverCsv(entry, progress.step);
    progress.step();
    progress.mayBeWritten = true;
    try {
      if ((await this.#journal.deliverJson(entry)) !== 'void') return;
    } catch (error) {
      progress.mayBeWritten = !disk.certainlyNotRenamed(error);
      throw error;
    }
    progress.mayBeWritten = false;
    await this.#keys.release(entry);
    throw overtaken(entry.intent.reference);
  }

  async #claim(entry: Entry): Promise<void> {
    const taken = await this.#keys.claim(entry);
    if (!taken || (await this.#journal.revoke(entry)) !== 'void') return;
    await this.#keys.release(entry);
    throw taken;
  }
}

/** For what may be left undone: a result or a failure that is known stands, whatever the disk says now. */
async function unlessItFails(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof DiskFailure)) throw error;
  }
}

export const createFileDrop = (options: FileDropOptions): Erp => new FileDrop(options);
