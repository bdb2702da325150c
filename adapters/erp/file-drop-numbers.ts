/**
 * Job numbers, each held by one reference: `numbers/<number>/<reference>.<index>` is the claim of one
 * journal entry. Letter case does not tell numbers apart, as in most ERPs.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
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

/** Any text as a file name: readable where it can be; `=` and a hash otherwise, and for those nobody could tell apart. */
function numberKey(number: string): string {
  const folded = number.normalize('NFC').toLowerCase();
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(folded)) return folded;
  return `=${createHash('sha256').update(folded).digest('hex')}`;
}

export class Numbers {
  readonly #root: string;
  readonly #makeTemporary: (reference: string) => Promise<string>;

  /** `makeTemporary` gives a directory on the same file system, swept when its owner died. */
  constructor(directory: string, makeTemporary: (reference: string) => Promise<string>) {
    this.#root = join(directory, 'numbers');
    this.#makeTemporary = makeTemporary;
  }

  #placeOf(number: string): string {
    return join(this.#root, numberKey(number));
  }

  /** Another reference that holds the number. */
  async otherHolder(number: string, reference: string): Promise<string | undefined> {
    return otherAmong(await disk.list(this.#placeOf(number)), reference);
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
    const place = this.#placeOf(number);
    await disk.removeFile(join(place, tokenOf(claimant)));
    await disk.removeEmptyDirectory(place);
  }
}
