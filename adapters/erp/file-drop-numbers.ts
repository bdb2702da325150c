/**
 * Job numbers, each held by one reference: `numbers/<number>/<reference>.<index>` is the claim of one
 * journal entry. Numbers are compared as identifiers: width, case, dashes and spaces do not tell them apart.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { identifierKey } from '../../workflows/contract/text';
import * as disk from './disk';
import { DiskFailure } from './disk';

/** The journal entry that wants the number. */
export interface Claimant {
  readonly reference: string;
  readonly index: number;
}

const tokenOf = ({ reference, index }: Claimant): string => `${reference}.${String(index)}`;
const referenceOf = (token: string): string => token.replace(/\.\d+$/, '');
const otherAmong = (tokens: readonly string[], reference: string): string | undefined =>
  tokens.map(referenceOf).find((holder) => holder !== reference);
const textOf = (number: string, { reference }: Claimant): string => `${JSON.stringify({ number, reference })}\n`;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A number's key as a file name: readable where it can be; `+` and a hash otherwise, and for those nobody could tell apart. */
function placeName(number: string): string {
  const key = identifierKey(number);
  return /^[a-z0-9][a-z0-9_-]{0,99}$/.test(key) ? key : `+${hashOf(key)}`;
}

/** Once the hash was made of the number in NFC and lower case, under `=`; the number stands inside. */
const isFormer = (name: string): boolean => name.startsWith('=');

function numberIn(claim = '{}'): string | undefined {
  try {
    const held: unknown = JSON.parse(claim);
    return typeof held === 'object' && held !== null && 'number' in held && typeof held.number === 'string'
      ? held.number
      : undefined;
  } catch {
    return undefined;
  }
}

export class Numbers {
  readonly #root: string;
  readonly #makeTemporary: (reference: string) => Promise<string>;
  /** Names of places made by a former key, and the number that each one is of. */
  readonly #formerNumbers = new Map<string, string>();

  /** `makeTemporary` gives a directory on the same file system, swept when its owner died. */
  constructor(directory: string, makeTemporary: (reference: string) => Promise<string>) {
    this.#root = join(directory, 'numbers');
    this.#makeTemporary = makeTemporary;
  }

  #placeOf(number: string): string {
    return join(this.#root, placeName(number));
  }

  async #formerNumberOf(name: string): Promise<string | undefined> {
    const known = this.#formerNumbers.get(name);
    if (known !== undefined) return known;
    const [token] = await disk.list(join(this.#root, name));
    const number = token === undefined ? undefined : numberIn(await disk.readIfThere(join(this.#root, name, token)));
    if (number !== undefined) this.#formerNumbers.set(name, number);
    return number;
  }

  /** Where claims of the same number may lie that were made under a former key. */
  async #formerPlacesOf(number: string): Promise<readonly string[]> {
    const key = identifierKey(number);
    const places: string[] = [];
    for (const name of (await disk.list(this.#root)).filter(isFormer)) {
      const former = await this.#formerNumberOf(name);
      if (former !== undefined && identifierKey(former) === key) places.push(join(this.#root, name));
    }
    return places;
  }

  /** Another reference that holds the number. */
  async otherHolder(number: string, reference: string): Promise<string | undefined> {
    for (const place of [...(await this.#formerPlacesOf(number)), this.#placeOf(number)]) {
      const other = otherAmong(await disk.list(place), reference);
      if (other !== undefined) return other;
    }
    return undefined;
  }

  /**
   * The first claim of a number is a directory that appears whole, with the claim in it, so that two
   * references can never both be first. A further claim of the same reference is added beside it, and
   * then looked at again: the first may have been released, and the number taken, in between.
   * @returns the other reference that holds the number; `undefined`: it is ours
   */
  async claim(number: string, claimant: Claimant): Promise<string | undefined> {
    const place = this.#placeOf(number);
    const token = tokenOf(claimant);
    for (const former of await this.#formerPlacesOf(number)) {
      const other = otherAmong(await disk.list(former), claimant.reference);
      if (other !== undefined) return other;
    }
    for (let tries = 0; tries < 5; tries += 1) {
      const tokens = await disk.list(place);
      const other = otherAmong(tokens, claimant.reference);
      if (other !== undefined) {
        await disk.removeFile(join(place, token));
        return other;
      }
      if (tokens.includes(token)) return this.#keep(place);
      if (tokens.length > 0) await this.#claimAgain(number, claimant);
      else if (await this.#claimFirst(number, claimant)) return this.#keep(place);
    }
    throw new DiskFailure('EBUSY', place, {});
  }

  async #keep(place: string): Promise<undefined> {
    await disk.syncDirectory(place);
    await disk.syncDirectory(this.#root);
  }

  /** `false`: another claim was first, or another attempt of this reference swept this one away. */
  async #claimFirst(number: string, claimant: Claimant): Promise<boolean> {
    try {
      const temporary = await this.#makeTemporary(claimant.reference);
      await disk.writeNewFile(join(temporary, tokenOf(claimant)), textOf(number, claimant));
      return await disk.publishDirectory(temporary, this.#placeOf(number));
    } catch (error) {
      if (disk.failedWith(error, 'ENOENT')) return false;
      throw error;
    }
  }

  async #claimAgain(number: string, claimant: Claimant): Promise<void> {
    try {
      await disk.writeNewFile(join(this.#placeOf(number), tokenOf(claimant)), textOf(number, claimant));
    } catch (error) {
      if (!disk.failedWith(error, 'ENOENT', 'EEXIST')) throw error;
    }
  }

  /** Takes back this claim only: a claim that another entry or reference made meanwhile has another name. */
  async release(number: string, claimant: Claimant): Promise<void> {
    for (const place of [...(await this.#formerPlacesOf(number)), this.#placeOf(number)]) {
      await disk.removeFile(join(place, tokenOf(claimant)));
      await disk.removeEmptyDirectory(place);
    }
  }
}
