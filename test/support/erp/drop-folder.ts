/** A drop in a folder of its own, what is in it, and an importer that takes files away at any moment, as real ones do. */
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Erp } from '../../../activities/erp-port';
import { createFileDrop } from '../../../adapters/erp/file-drop/file-drop';
import { initDrop } from '../../../adapters/erp/file-drop/init';
import type { DropPlace } from '../../../adapters/erp/file-drop/root';

export interface TakenFile {
  readonly name: string;
  readonly text: string;
}

/** The members of a drop's JSON that tests look at. */
export interface ImportedJson {
  readonly action: string;
  readonly sequence: number;
  readonly reference: string;
  readonly contentHash: string;
  readonly job: { readonly number?: string };
  readonly project: { readonly name: string };
}

export class DropFolder {
  /** In the order in which the importer took them. */
  readonly taken: TakenFile[] = [];
  readonly erp: Erp;

  private constructor(readonly base: string) {
    this.erp = createFileDrop({ ...this.place, commitWithinMs: 0 });
  }

  /** Where the drop lies, and beside it what is known of it. */
  get place(): DropPlace {
    return { companyId: 'acme', directory: this.directory, registerFile: join(this.base, 'drops.json') };
  }

  get directory(): string {
    return join(this.base, 'drop');
  }

  /** The same drop where the ERP knows its jobs by name. */
  withUniqueNames(levelSeparators = ''): Erp {
    return createFileDrop({ ...this.place, commitWithinMs: 0, uniqueName: { levelSeparators } });
  }

  /** A place where no drop was made. */
  static async bare(): Promise<DropFolder> {
    return new DropFolder(await mkdtemp(join(tmpdir(), 'file-drop-')));
  }

  static async make(): Promise<DropFolder> {
    const folder = await DropFolder.bare();
    await initDrop(folder.place);
    return folder;
  }

  async copy(): Promise<DropFolder> {
    const copied = await DropFolder.bare();
    await cp(this.base, copied.base, { recursive: true });
    return copied;
  }

  remove(): Promise<void> {
    return rm(this.base, { recursive: true });
  }

  /** Sorted; none while the directory is not made. */
  async names(...path: readonly string[]): Promise<readonly string[]> {
    return (await readdir(join(this.directory, ...path)).catch(() => [])).sort();
  }

  read(...path: readonly string[]): Promise<string> {
    return readFile(join(this.directory, ...path), 'utf8');
  }

  /** The importer takes away all that lies in the inbox. */
  async importAll(): Promise<void> {
    const away = join(this.base, 'taken');
    await mkdir(away, { recursive: true });
    for (const name of await this.names('inbox')) {
      const target = join(away, `${this.taken.length}-${name}`);
      await rename(join(this.directory, 'inbox', name), target);
      this.taken.push({ name, text: await readFile(target, 'utf8') });
    }
  }

  get takenNames(): readonly string[] {
    return this.taken.map(({ name }) => name);
  }

  get takenJson(): readonly ImportedJson[] {
    const committed = this.taken.filter(({ name }) => name.endsWith('.json'));
    return committed.map(({ text }) => JSON.parse(text) as ImportedJson);
  }

  /** JSON files before or with which no CSV of the same project came. */
  get unpaired(): readonly string[] {
    const isUnpaired = ({ name, text }: TakenFile, at: number): boolean => {
      if (!name.endsWith('.json')) return false;
      const csv = this.taken.slice(0, at + 1).findLast((file) => file.name === name.replace(/json$/, 'csv'));
      const { project } = JSON.parse(text) as ImportedJson;
      return csv?.text.includes(project.name) !== true;
    };
    return this.taken.filter(isUnpaired).map(({ name }) => name);
  }
}
