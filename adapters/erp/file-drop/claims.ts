/**
 * What an ERP keeps unique, each value held by one reference: `numbers/<number>/<reference>.<index>` is the claim of
 * one journal entry on its job number, and `names/…` the same where the ERP knows its jobs by name. Values are the
 * same where their keys are.
 */
import { join } from 'node:path';
import * as disk from './disk';
import { DiskFailure } from './disk';
import { parseMembers } from '../stored';
import { sha256 } from '../../sha256';

/** Raised when a member changes its meaning. Claims from before they named it hold the same members. */
const claimFormat = 'ledgergate.claim/1';

/** The journal entry that claims the value. */
export interface Claimant {
  readonly reference: string;
  readonly index: number;
}

export interface ClaimKind {
  /** The folder of the claims in the drop. */
  readonly folder: 'numbers' | 'names';
  /** The member of the claim's JSON, for people who read it. */
  readonly member: 'number' | 'name';
  /** Returns the name of the value's directory, the same for equal values. */
  readonly placeName: (text: string) => string;
  /** Returns the name that earlier builds used. Values that it distinguished may be equal now. */
  readonly formerPlaceName?: (text: string) => string;
}

export const formatToken = ({ reference, index }: Claimant): string => `${reference}.${index}`;
const readReference = (token: string): string => token.replace(/\.\d+$/, '');
const readIndex = (token: string): number => Number(token.slice(token.lastIndexOf('.') + 1));
const otherAmong = (tokens: readonly string[], reference: string): string | undefined =>
  tokens.map(readReference).find((holder) => holder !== reference);

export const claimText = ({ member }: ClaimKind, text: string, { reference }: Claimant): string =>
  `${JSON.stringify({ format: claimFormat, [member]: text, reference })}\n`;

/** Returns a file name for a key: readable if possible, and otherwise `mark` and a hash. */
export function toFileName(key: string, mark = '+'): string {
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(key)) return key;
  return mark + sha256(key);
}

export class Claims {
  readonly #kind: ClaimKind;
  readonly #root: string;
  readonly #makeTemporary: (reference: string) => Promise<string>;

  /** `makeTemporary` makes a directory on the same file system, which is removed after its owner died. */
  constructor(directory: string, kind: ClaimKind, makeTemporary: (reference: string) => Promise<string>) {
    this.#kind = kind;
    this.#root = join(directory, kind.folder);
    this.#makeTemporary = makeTemporary;
  }

  #placeFor(text: string): string {
    return join(this.#root, this.#kind.placeName(text));
  }

  #formerPlaceFor(text: string): string {
    const { placeName, formerPlaceName = placeName } = this.#kind;
    return join(this.#root, formerPlaceName(text));
  }

  /** Returns another reference that holds the value. */
  async otherHolder(text: string, reference: string): Promise<string | undefined> {
    const other = otherAmong(await disk.list(this.#placeFor(text)), reference);
    return other === undefined || (await this.#heldBefore(text, reference)) ? undefined : other;
  }

  /** Two references got values that were told apart then, and are one by now: each keeps its own. */
  async #heldBefore(text: string, reference: string): Promise<boolean> {
    const place = this.#formerPlaceFor(text);
    if (place === this.#placeFor(text)) return false;
    return (await disk.list(place)).some((token) => readReference(token) === reference);
  }

  /** Claims the value. @returns the other reference that holds it; `undefined` if it is ours */
  async claim(text: string, claimant: Claimant): Promise<string | undefined> {
    const other = await this.#claimAt(this.#placeFor(text), text, claimant);
    if (other === undefined || !(await this.#heldBefore(text, claimant.reference))) return other;
    return this.#claimAt(this.#formerPlaceFor(text), text, claimant);
  }

  /** Makes claims under a former name hold the value under the present one, unless another reference holds it there. */
  async carryOver(): Promise<void> {
    for (const name of await disk.list(this.#root)) {
      for (const token of await disk.list(join(this.#root, name))) {
        const members = parseMembers((await disk.readIfThere(join(this.#root, name, token))) ?? '');
        const text = members?.get(this.#kind.member);
        if (typeof text !== 'string' || this.#kind.placeName(text) === name) continue;
        await this.#claimAt(this.#placeFor(text), text, { reference: readReference(token), index: readIndex(token) });
      }
    }
  }

  /**
   * The first claim of a value is a directory that appears whole, with the claim in it, so that two
   * references can never both be first. A further claim of the same reference is added beside it, and
   * then looked at again: the first may have been released, and the value taken, in between.
   * @returns the other reference that holds the value; `undefined`: it is ours
   */
  async #claimAt(place: string, text: string, claimant: Claimant): Promise<string | undefined> {
    const token = formatToken(claimant);
    for (let tries = 0; tries < 5; tries += 1) {
      const tokens = await disk.list(place);
      const other = otherAmong(tokens, claimant.reference);
      if (other !== undefined) {
        await disk.removeFile(join(place, token));
        return other;
      }
      if (tokens.includes(token)) return this.#keep(place);
      if (tokens.length > 0) await this.#claimAgain(place, text, claimant);
      else if (await this.#claimFirst(place, text, claimant)) return this.#keep(place);
    }
    throw new DiskFailure('EBUSY', place, {});
  }

  async #keep(place: string): Promise<undefined> {
    await disk.syncDirectory(place);
    await disk.syncDirectory(this.#root);
  }

  /** `false`: another claim was first, or another attempt of this reference swept this one away. */
  async #claimFirst(place: string, text: string, claimant: Claimant): Promise<boolean> {
    try {
      const temporary = await this.#makeTemporary(claimant.reference);
      await disk.writeNewFile(join(temporary, formatToken(claimant)), claimText(this.#kind, text, claimant));
      return await disk.publishDirectory(temporary, place);
    } catch (error) {
      if (disk.failedWith(error, 'ENOENT')) return false;
      throw error;
    }
  }

  async #claimAgain(place: string, text: string, claimant: Claimant): Promise<void> {
    try {
      await disk.writeNewFile(join(place, formatToken(claimant)), claimText(this.#kind, text, claimant));
    } catch (error) {
      if (!disk.failedWith(error, 'ENOENT', 'EEXIST')) throw error;
    }
  }

  /** Releases this claim only. A claim that another entry or reference made in the meantime has another name. */
  async release(text: string, claimant: Claimant): Promise<void> {
    for (const place of new Set([this.#placeFor(text), this.#formerPlaceFor(text)])) {
      await disk.removeFile(join(place, formatToken(claimant)));
      await disk.removeEmptyDirectory(place);
    }
  }
}
