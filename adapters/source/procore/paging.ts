/**
 * Reads a list in pages, completely or not at all. Each call cuts the pages anew: an entry that is added or removed
 * during the reading shifts the others, so that one comes twice or is missed. `Total` and the ids reveal it.
 */
import type { CallDeadline } from '../source';
import type { Calls, Reply, Request } from './calls';
import { unavailable } from './failure';

/** Procore recommends no more. */
const perPage = 2_000;
/** Five times what a project document takes. */
const longestList = 10_000;

export interface Listed {
  readonly id: number;
}

/** `Total` of the list, and whether another page follows. @throws ProcoreFailure */
function readPlace({ header }: Reply): { total: number; hasNext: boolean } {
  const total = header('total');
  if (total === undefined || !/^\d{1,9}$/.test(total)) {
    throw unavailable('Procore answered a page of a list without its Total header.');
  }
  // Only whether there is a next page: an address from outside is never followed.
  return { total: Number(total), hasNext: /;\s*rel="?next"?/.test(header('link') ?? '') };
}

const changed = (what: string): Error =>
  unavailable(`Procore's list of ${what} changed while it was read; read it again.`, 1_000);

export interface List<T> {
  readonly what: string;
  readonly request: Request;
  /** Parses a page. @throws ProcoreFailure */
  readonly parse: (json: unknown) => readonly T[];
}

/** What was read so far. */
class Read<T extends Listed> {
  readonly entries = new Map<number, T>();
  #total: number | undefined;

  constructor(readonly what: string) {}

  /** Adds a page. @throws ProcoreFailure if it does not continue where the last one ended */
  add(found: readonly T[], { total, hasNext }: ReturnType<typeof readPlace>): void {
    this.#total ??= total;
    const before = this.entries.size;
    for (const entry of found) this.entries.set(entry.id, entry);
    const isNew = this.entries.size === before + found.length;
    const isWhole = hasNext ? found.length > 0 && this.entries.size < total : this.entries.size === total;
    if (!isNew || !isWhole || total !== this.#total) throw changed(this.what);
  }
}

/**
 * Reads a list.
 * @returns every entry, or `undefined` if there are more than any project document can have
 * @throws ProcoreFailure
 */
export async function readWhole<T extends Listed>(
  calls: Calls,
  { what, request, parse }: List<T>,
  deadline: CallDeadline,
): Promise<readonly T[] | undefined> {
  const read = new Read<T>(what);
  for (let page = 1; ; page += 1) {
    const query = { ...request.query, page: String(page), per_page: String(perPage) };
    const reply = await calls.call({ ...request, query }, deadline);
    if (Array.isArray(reply.json) && reply.json.length > perPage) {
      throw unavailable(`Procore sent a longer page of ${what} than was requested.`);
    }
    const place = readPlace(reply);
    if (place.total > longestList) return undefined;
    read.add(parse(reply.json), place);
    if (!place.hasNext) return [...read.entries.values()];
  }
}
