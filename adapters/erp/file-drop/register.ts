/**
 * `drops.json` in LEDGERGATE_VAR: the id of each company's drop, kept apart from the drops themselves. By it a share
 * that is away, or another one in its place, is told from the drop of the company.
 */
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { ErpUnavailable } from '../../../activities/erp-port';
import * as disk from './disk';
import { parseMembers } from '../stored';

/** Raised when a member changes its meaning. */
const registerFormat = 'ledgergate.drops/1';

type Ids = ReadonlyMap<string, string>;

function parseIds(text: string): Ids | undefined {
  const members = parseMembers(text);
  const drops = members?.get('drops');
  if (members?.get('format') !== registerFormat || typeof drops !== 'object' || drops === null) return undefined;
  const isId = (pair: [string, unknown]): pair is [string, string] => typeof pair[1] === 'string';
  return new Map(Object.entries(drops).filter(isId));
}

async function onDisk<T>(done: 'read' | 'written', step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (!(error instanceof disk.DiskFailure)) throw error;
    const message = `drops.json in LEDGERGATE_VAR cannot be ${done} (${error.code}). It must be a folder that the worker may write to.`;
    throw new ErpUnavailable(message, undefined, { cause: error });
  }
}

let lastWrite: Promise<void> = Promise.resolve();

export class DropRegister {
  readonly #file: string;

  /** Takes the absolute path of the file, which need not exist. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Returns the id of the company's drop; `undefined` if none is known here. @throws ErpUnavailable */
  async findId(companyId: string): Promise<string | undefined> {
    return (await this.#read()).get(companyId);
  }

  /**
   * Writes the id down unless the company has one. Within a process one writes after the other; a line that another
   * process overwrites is written again at the next look, by the marker.
   */
  add(companyId: string, id: string): Promise<void> {
    const turn = lastWrite.then(() => this.#add(companyId, id));
    lastWrite = turn.catch(() => undefined);
    return turn;
  }

  async #add(companyId: string, id: string): Promise<void> {
    for (let ids = await this.#read(); !ids.has(companyId); ids = await this.#read()) {
      await this.#write(new Map([...ids, [companyId, id]]));
    }
  }

  async #read(): Promise<Ids> {
    const text = await onDisk('read', disk.readIfThere(this.#file));
    if (text === undefined) return new Map();
    const ids = parseIds(text);
    if (ids) return ids;
    throw new ErpUnavailable(
      'drops.json in LEDGERGATE_VAR cannot be read. Restore it from a backup, or remove it. Each drop that is in its place is then registered again.',
    );
  }

  async #write(ids: Ids): Promise<void> {
    const text = `${JSON.stringify({ format: registerFormat, drops: Object.fromEntries(ids) }, undefined, 2)}\n`;
    const unfinished = `${this.#file}.${randomUUID()}`;
    await onDisk('written', disk.writeNewFile(unfinished, text));
    await onDisk('written', disk.rename(unfinished, this.#file));
    await onDisk('written', disk.syncDirectory(dirname(this.#file)));
  }
}
