/**
 * What was put into the inbox, kept outside it: `journal/<reference>/<index>/` is one entry, made whole
 * and never removed. Where its `staged.json` went is the truth, and one rename decides it for every
 * process at once: still there = not in the inbox, renamed to `void.json` = never will be,
 * gone = it is in the inbox or was taken from there. See `docs/file-drop.md`.
 */
import { join } from 'node:path';
import * as disk from './disk';
import { DiskFailure } from './disk';
import { formatIntent, parseIntent, type Intent } from './intent';

/** The state of an entry. `delivered`: in the inbox, but perhaps not after a power cut. `done`: safely in the inbox. */
export type EntryState = 'pending' | 'delivered' | 'done' | 'void';

export interface Entry {
  readonly intent: Intent;
  /** The number of the entry among those of its reference, from 1, including void ones. */
  readonly index: number;
  readonly state: EntryState;
}

export interface Texts {
  readonly csv: string;
  readonly json: string;
}

/** Called before each step of an attempt. It throws if the attempt must end. */
export type Step = () => void;

const byNumber = (a: number, b: number): number => a - b;
const entryName = /^[1-9]\d*$/;
const temporaryPrefix = 'tmp-';
const sweptPrefix = 'swept-';

export const isInInbox = ({ state }: Entry): boolean => state === 'delivered' || state === 'done';

export class Journal {
  readonly #root: string;
  readonly #inbox: string;

  constructor(directory: string) {
    this.#root = join(directory, 'journal');
    this.#inbox = join(directory, 'inbox');
  }

  #placeFor(reference: string): string {
    return join(this.#root, reference);
  }

  #entryPlace({ intent, index }: Entry): string {
    return join(this.#placeFor(intent.reference), String(index));
  }

  /** Returns all references that were ever exported, or tried. */
  references(): Promise<readonly string[]> {
    return disk.listThere(this.#root);
  }

  /** Reads the entries of a reference, oldest first. All but the last are done or void. */
  async read(reference: string): Promise<readonly Entry[]> {
    const names = (await this.#list(reference)).filter((name) => entryName.test(name));
    const entries: Entry[] = [];
    for (const index of names.map(Number).sort(byNumber)) entries.push(await this.#readEntry(reference, index));
    return entries;
  }

  /**
   * A reference that has no directory gets an empty one: that it could be made in the journal, and only that, says in
   * one step that the journal is there and knows nothing of it. With a drop that is away everything is missing.
   */
  async #list(reference: string): Promise<readonly string[]> {
    const place = this.#placeFor(reference);
    try {
      return await disk.listThere(place);
    } catch (error) {
      if (!disk.failedWith(error, 'ENOENT')) throw error;
      return (await this.#makePlace(reference)) ? [] : disk.listThere(place);
    }
  }

  /** Not synced: an empty directory says nothing, and the first entry in it syncs the journal. `false`: it is there. */
  async #makePlace(reference: string): Promise<boolean> {
    try {
      return await disk.makeUnsynced(this.#placeFor(reference));
    } catch (error) {
      throw disk.failedWith(error, 'ENOENT') ? new DiskFailure('ENOENT', this.#root, { cause: error }) : error;
    }
  }

  async #readEntry(reference: string, index: number): Promise<Entry> {
    const place = join(this.#placeFor(reference), String(index));
    const done = await disk.readIfThere(join(place, 'done.json'));
    const intended = done ?? (await disk.readIfThere(join(place, 'intent.json')));
    const text = intended ?? (await disk.readIfThere(join(place, 'done.json')));
    if (text === undefined && !(await disk.isThere(place))) throw new DiskFailure('AWAY', place, {});
    const intent = parseIntent(text ?? '', place);
    if (intent.reference !== reference) throw new DiskFailure('CASE', place, {});
    return { intent, index, state: done === undefined ? await this.#readState(place) : 'done' };
  }

  /**
   * The staged file leaves once and for ever, so what is found after it is the final state. That it has left is read
   * from one listing of the entry, which fails where the drop is away: then each file alone seems to have left.
   */
  async #readState(place: string): Promise<EntryState> {
    const names = await this.#namesIn(place);
    if (names.includes('staged.json')) return 'pending';
    // A listing may miss a file that is renamed meanwhile.
    return names.includes('void.json') || (await disk.isThere(join(place, 'void.json'))) ? 'void' : 'delivered';
  }

  async #namesIn(place: string): Promise<readonly string[]> {
    try {
      return await disk.listThere(place);
    } catch (error) {
      throw disk.failedWith(error, 'ENOENT') ? new DiskFailure('AWAY', place, { cause: error }) : error;
    }
  }

  /** Of an entry whose staged file had left already. Is it there after all, the drop was away in between. */
  async #readMovedState(place: string): Promise<EntryState> {
    const state = await this.#readState(place);
    if (state === 'pending') throw new DiskFailure('AWAY', place, {});
    return state;
  }

  /** Makes a temporary directory of this reference. */
  async makeTemporary(reference: string): Promise<string> {
    const prefix = join(this.#placeFor(reference), temporaryPrefix);
    try {
      return await disk.makeTemporary(prefix);
    } catch (error) {
      if (!disk.failedWith(error, 'ENOENT')) throw error;
      await this.#makePlace(reference);
      return disk.makeTemporary(prefix);
    }
  }

  /**
   * Removes what killed or failed attempts left half written. It is renamed first, as a whole: a living
   * attempt loses all of it and starts again, and can never publish what is half removed.
   */
  async removeTemporaries(reference: string): Promise<void> {
    const place = this.#placeFor(reference);
    for (const name of await disk.list(place)) {
      if (name.startsWith(sweptPrefix)) await disk.removeDirectory(join(place, name));
      if (!name.startsWith(temporaryPrefix)) continue;
      await this.#move(join(place, name), join(place, sweptPrefix + name));
      await disk.removeDirectory(join(place, sweptPrefix + name));
    }
  }

  /** Publishes an entry: the intent and both files. `false` if another attempt made this entry. */
  async publish(intent: Intent, index: number, { csv, json }: Texts, step: Step): Promise<boolean> {
    const temporary = await this.makeTemporary(intent.reference);
    const files = {
      'staged.csv': csv,
      'staged.json': json,
      'intent.json': formatIntent(intent),
    };
    for (const [name, text] of Object.entries(files)) {
      step();
      await disk.writeNewFile(join(temporary, name), text);
    }
    await disk.syncDirectory(temporary);
    step();
    return disk.publishDirectory(temporary, join(this.#placeFor(intent.reference), String(index)));
  }

  /**
   * The intent outlives a power cut before anything reaches the inbox; then the CSV, for it must be there when the JSON
   * comes. Only the create syncs the journal: an update comes after it, in the same directory.
   */
  async deliverCsv(entry: Entry, step: Step): Promise<void> {
    if (entry.intent.sequence === 1) await disk.syncDirectory(this.#root);
    await disk.syncDirectory(this.#placeFor(entry.intent.reference));
    step();
    const staged = join(this.#entryPlace(entry), 'staged.csv');
    await this.#move(staged, join(this.#inbox, `${entry.intent.file}.csv`));
    await disk.syncDirectory(this.#inbox);
  }

  /**
   * Puts the JSON into the inbox, which is the commit.
   * @returns the final state: `void` if another attempt voided the entry
   */
  async deliverJson(entry: Entry): Promise<EntryState> {
    const place = this.#entryPlace(entry);
    const moved = await this.#move(join(place, 'staged.json'), join(this.#inbox, `${entry.intent.file}.json`));
    return moved ? 'delivered' : this.#readMovedState(place);
  }

  /** `false`: the file had left already. A missing target is a failure. */
  async #move(from: string, to: string): Promise<boolean> {
    try {
      await disk.rename(from, to);
      return true;
    } catch (error) {
      if (disk.failedWith(error, 'ENOENT') && !(await disk.isThere(from))) return false;
      throw error;
    }
  }

  /** Syncs a delivered entry and marks it as done. */
  async finish(entry: Entry): Promise<void> {
    const place = this.#entryPlace(entry);
    await disk.syncDirectory(this.#inbox);
    await this.#move(join(place, 'intent.json'), join(place, 'done.json'));
    await disk.syncDirectory(place);
  }

  /** Voids a pending entry, unless it is in the inbox by now. @returns the final state */
  async revoke(entry: Entry): Promise<EntryState> {
    const place = this.#entryPlace(entry);
    const revoked = await this.#move(join(place, 'staged.json'), join(place, 'void.json'));
    const state = revoked ? 'void' : await this.#readMovedState(place);
    if (state === 'void') await this.sealVoid(entry);
    return state;
  }

  /** Makes sure that the CSV of a void entry can no longer reach the inbox and replace that of a later entry. */
  async sealVoid(entry: Entry): Promise<void> {
    const place = this.#entryPlace(entry);
    await disk.removeFile(join(place, 'staged.csv'));
    await disk.syncDirectory(place);
  }
}
