/**
 * The root of a drop: made once, by a person or the first `npm start`, and never by an export. Where a share is not
 * mounted an empty folder lies in its place: an export that made a new drop there would know nothing of what was
 * exported, and nobody would import from it.
 */
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { ErpUnavailable } from '../../../activities/erp-port';
import * as disk from './disk';
import { DiskFailure } from './disk';
import { Journal } from './journal';
import { carryOverNumbers } from './keys';
import { DropRegister } from './register';
import { parseMembers } from '../stored';

/** Raised when what lies in the drop changes its form. In a drop of the first form numbers are claimed under a former key. */
const markerFormat = 'ledgergate.drop/2';
const formerMarkerFormat = 'ledgergate.drop/1';

export interface DropPlace {
  readonly companyId: string;
  /** The absolute path of the drop, with `inbox/`, `journal/`, `numbers/` and `marker/` on one file system. */
  readonly directory: string;
  /** The absolute path of `drops.json` in LEDGERGATE_VAR. */
  readonly registerFile: string;
}

interface Marker {
  readonly format: string;
  readonly id: string;
  readonly companyId: string;
}

function parseMarker(text: string, file: string): Marker {
  const members = parseMembers(text);
  const [format, id, companyId] = ['format', 'id', 'company'].map((name) => members?.get(name));
  if (typeof format !== 'string' || typeof id !== 'string' || typeof companyId !== 'string') {
    throw new DiskFailure('MARKER', file, {});
  }
  if (![markerFormat, formerMarkerFormat].includes(format)) throw new DiskFailure('NEWER', file, {});
  return { format, id, companyId };
}

const markerText = ({ id, companyId }: Pick<Marker, 'id' | 'companyId'>): string =>
  `${JSON.stringify({ format: markerFormat, id, company: companyId })}\n`;

export class DropRoot {
  readonly #companyId: string;
  readonly #directory: string;
  readonly #registerFile: string;
  readonly #register: DropRegister;

  constructor({ companyId, directory, registerFile }: DropPlace) {
    this.#companyId = companyId;
    this.#directory = directory;
    this.#registerFile = registerFile;
    this.#register = new DropRegister(registerFile);
  }

  /**
   * Checks that this is the drop of the company. It makes nothing except the marker of a drop that has a journal and
   * was never marked.
   * @throws ErpUnavailable if it is not the drop of the company; DiskFailure
   */
  async check(): Promise<void> {
    const known = await this.#register.findId(this.#companyId);
    const marker = (await this.#readMarker()) ?? (await this.#markOld(known));
    await this.#accept(marker, known);
    const numbers = join(this.#directory, 'numbers');
    // A directory: a file in its place fails, and names it. The journal is checked by whoever reads it.
    if (!(await disk.isThere(`${numbers}/.`))) throw new DiskFailure('ENOENT', numbers, {});
  }

  /**
   * Makes sure that the inbox can be written to. A missing one is made: an importer may have removed it, and it carries
   * no guarantee.
   * @throws DiskFailure
   */
  async openInbox(): Promise<void> {
    const inbox = join(this.#directory, 'inbox');
    try {
      await disk.checkWritable(inbox);
    } catch (error) {
      if (!disk.failedWith(error, 'ENOENT')) throw error;
      // By way of the journal, in one call: where the drop went away after the check, nothing is made in its place.
      await disk.makeDirectory(`${this.#directory}/journal/../inbox`);
      await disk.checkWritable(inbox);
    }
  }

  /**
   * Makes the drop, for a person or at the first start.
   * @returns false if it existed already
   * @throws ErpUnavailable DiskFailure
   */
  async init(): Promise<boolean> {
    await disk.makeDirectories(dirname(this.#registerFile));
    const known = await this.#register.findId(this.#companyId);
    const found = await this.#readMarker();
    if (found) {
      await this.#accept(found, known);
      return false;
    }
    if (known !== undefined) throw this.#notItsDrop();
    await disk.makeDirectories(this.#directory);
    if (!(await this.#hasJournal())) {
      for (const name of ['inbox', 'journal', 'numbers']) await disk.makeDirectory(join(this.#directory, name));
    }
    await this.#accept(await this.#mark(), known);
    return true;
  }

  /** It is the drop of this company, and from now on the only one. */
  async #accept({ format, id, companyId }: Marker, known: string | undefined): Promise<void> {
    if (companyId !== this.#companyId) {
      throw new ErpUnavailable(`The drop directory of ${this.#companyId} holds the drop of ${companyId}.`);
    }
    if (known !== undefined && known !== id) throw this.#notItsDrop();
    if (format !== markerFormat) await this.#raise({ id, companyId });
    if (known === undefined) await this.#register.add(companyId, id);
  }

  /** From the first form to the present one, whole: another process that does the same does no harm. */
  async #raise(marker: Pick<Marker, 'id' | 'companyId'>): Promise<void> {
    await carryOverNumbers(this.#directory, new Journal(this.#directory));
    const place = join(this.#directory, 'marker');
    const unfinished = join(place, `drop-${randomUUID()}`);
    await disk.writeNewFile(unfinished, markerText(marker));
    await disk.rename(unfinished, join(place, 'drop.json'));
    await disk.syncDirectory(place);
  }

  #notItsDrop(): ErpUnavailable {
    return new ErpUnavailable(
      `The drop directory of ${this.#companyId} does not hold the drop that Ledgergate knows. Check that its file system is mounted.`,
    );
  }

  async #readMarker(): Promise<Marker | undefined> {
    const file = join(this.#directory, 'marker', 'drop.json');
    const text = await disk.readIfThere(file);
    return text === undefined ? undefined : parseMarker(text, file);
  }

  async #hasJournal(): Promise<boolean> {
    return (await disk.list(join(this.#directory, 'journal'))).length > 0;
  }

  /** A drop from before drops were marked is known by its journal. */
  async #markOld(known: string | undefined): Promise<Marker> {
    if (known !== undefined) throw this.#notItsDrop();
    if (await this.#hasJournal()) return this.#mark();
    throw new ErpUnavailable(
      `The drop directory of ${this.#companyId} holds no drop. Check that its file system is mounted. For a new company, "npm run drop -- init ${this.#companyId}" creates the drop once.`,
    );
  }

  /** A directory that appears whole: of several processes one makes it, and all read the same. */
  async #mark(): Promise<Marker> {
    await carryOverNumbers(this.#directory, new Journal(this.#directory));
    const unfinished = join(this.#directory, `marker-${randomUUID()}`);
    await disk.makeDirectory(unfinished);
    const marker = markerText({ id: randomUUID(), companyId: this.#companyId });
    await disk.writeNewFile(join(unfinished, 'drop.json'), marker);
    await disk.syncDirectory(unfinished);
    if (!(await disk.publishDirectory(unfinished, join(this.#directory, 'marker')))) {
      await disk.removeDirectory(unfinished);
    }
    await disk.syncDirectory(this.#directory);
    const made = await this.#readMarker();
    if (!made) throw this.#notItsDrop();
    return made;
  }
}
