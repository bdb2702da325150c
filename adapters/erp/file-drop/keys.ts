/**
 * The values of a project that its ERP keeps unique: the job number, and the name where the ERP knows its jobs by name.
 * A number that an update gives up is free; a name is kept, for what bears it in the ERP may stay there.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ErpNameTaken, ErpNumberTaken, type ErpError } from '../../../activities/erp-port';
import { identifierKey, pathKey } from '../../../workflows/contract/text';
import * as disk from './disk';
import { Claims, claimText, toFileName, formatToken, type ClaimKind } from './claims';
import type { Intent } from './intent';
import { isInInbox, type Entry, type Journal } from './journal';

/** The rule that the ERP identifies jobs by name. Each character of `levelSeparators` separates levels of a name. */
export interface UniqueName {
  readonly levelSeparators: string;
}

const numberKind: ClaimKind = {
  folder: 'numbers',
  member: 'number',
  placeName: (number) => toFileName(identifierKey(number)),
  formerPlaceName: (number) => toFileName(number.normalize('NFC').toLowerCase(), '='),
};

const nameKind = ({ levelSeparators }: UniqueName): ClaimKind => ({
  folder: 'names',
  member: 'name',
  placeName: (name) => toFileName(pathKey(name, levelSeparators)),
});

/** One value of an entry that another reference may hold. */
interface Value {
  readonly claims: Claims;
  readonly text: string;
  readonly isKept: boolean;
  readonly taken: new (text: string, holder: string) => ErpError;
}

/** Entries from before the content was kept have no name. */
function findName({ content }: Pick<Intent, 'content'>): string | undefined {
  const name = content?.['name'];
  return typeof name === 'string' ? name : undefined;
}

/** Makes job numbers that were claimed under a former key held under the present one. */
export const carryOverNumbers = (directory: string, journal: Journal): Promise<void> =>
  new Claims(directory, numberKind, (reference) => journal.makeTemporary(reference)).carryOver();

export class UniqueKeys {
  readonly #directory: string;
  readonly #journal: Journal;
  readonly #numbers: Claims;
  readonly #nameKind: ClaimKind | undefined;
  readonly #names: Claims | undefined;

  constructor(directory: string, journal: Journal, uniqueName: UniqueName | undefined) {
    const makeTemporary = (reference: string): Promise<string> => journal.makeTemporary(reference);
    this.#directory = directory;
    this.#journal = journal;
    this.#numbers = new Claims(directory, numberKind, makeTemporary);
    this.#nameKind = uniqueName && nameKind(uniqueName);
    this.#names = this.#nameKind && new Claims(directory, this.#nameKind, makeTemporary);
  }

  #listValues(intent: Pick<Intent, 'content' | 'jobNumber'>): Value[] {
    const [number, name] = [intent.jobNumber, findName(intent)];
    const values: Value[] = [];
    if (number !== undefined)
      values.push({ claims: this.#numbers, text: number, isKept: false, taken: ErpNumberTaken });
    if (name !== undefined && this.#names) {
      values.push({ claims: this.#names, text: name, isKept: true, taken: ErpNameTaken });
    }
    return values;
  }

  /** Returns why a new entry cannot have its values. */
  async findTaken(intent: Pick<Intent, 'reference' | 'content' | 'jobNumber'>): Promise<ErpError | undefined> {
    await this.#makeNames();
    for (const { claims, text, taken } of this.#listValues(intent)) {
      const holder = await claims.otherHolder(text, intent.reference);
      if (holder !== undefined) return new taken(text, holder);
    }
    return undefined;
  }

  numberHolder(number: string, reference: string): Promise<string | undefined> {
    return this.#numbers.otherHolder(number, reference);
  }

  async nameHolder(name: string, reference: string): Promise<string | undefined> {
    await this.#makeNames();
    return this.#names?.otherHolder(name, reference);
  }

  /** Claims the values of an entry; `undefined` if all of them are the entry's. */
  async claim({ intent, index }: Entry): Promise<ErpError | undefined> {
    await this.#makeNames();
    for (const { claims, text, taken } of this.#listValues(intent)) {
      const holder = await claims.claim(text, { reference: intent.reference, index });
      if (holder !== undefined) return new taken(text, holder);
    }
    return undefined;
  }

  /** Releases the claims of an entry that will never be in the inbox. */
  async release({ intent, index }: Entry): Promise<void> {
    for (const { claims, text } of this.#listValues(intent)) {
      await claims.release(text, { reference: intent.reference, index });
    }
  }

  /**
   * Releases claims that earlier and void entries of the reference no longer need. Every later export repeats it.
   * `entries` may have been read before: a void entry stays void, and an earlier one earlier.
   */
  async releasePast({ intent: { reference }, index }: Entry, entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      if (entry.state === 'void') await this.release(entry);
      if (entry.index >= index) continue;
      for (const { claims, text, isKept } of this.#listValues(entry.intent)) {
        if (!isKept) await claims.release(text, { reference, index: entry.index });
      }
    }
  }

  /**
   * The names of what was exported before the company's rules said that they are unique: from the journal, and whole,
   * so that no name is claimed before they are there.
   */
  async #makeNames(): Promise<void> {
    const kind = this.#nameKind;
    const names = join(this.#directory, 'names');
    if (!kind || (await disk.isThere(names))) return;
    const unfinished = join(this.#directory, `names-${randomUUID()}`);
    await disk.makeDirectory(unfinished);
    for (const reference of await this.#journal.references()) {
      for (const entry of (await this.#journal.read(reference)).filter(isInInbox)) {
        await writeName(unfinished, kind, entry);
      }
    }
    if (await disk.publishDirectory(unfinished, names)) await disk.syncDirectory(this.#directory);
    else await disk.removeTree(unfinished);
  }
}

/** Of two references that were exported under one name the first keeps it. */
async function writeName(folder: string, kind: ClaimKind, { intent, index }: Entry): Promise<void> {
  const name = findName(intent);
  if (name === undefined) return;
  const claimant = { reference: intent.reference, index };
  const place = join(folder, kind.placeName(name));
  await disk.makeDirectory(place);
  const holders = await disk.list(place);
  if (holders.some((token) => !token.startsWith(`${intent.reference}.`))) return;
  await disk.writeNewFile(join(place, formatToken(claimant)), claimText(kind, name, claimant));
  await disk.syncDirectory(place);
}
