/** What a Procore holds and counts, as its public documentation describes it. No network. */

export type Row = Readonly<Record<string, unknown>> & { readonly id: number };

export interface RateLimit {
  readonly calls: number;
  readonly seconds: number;
}

/** `repeats`: page 2 is page 1 again. `shrinks`: an entry goes between two pages. `noTotal`: a proxy took it away. */
export type PageFault = 'none' | 'repeats' | 'shrinks' | 'noTotal';

export interface World {
  clientId: string;
  clientSecret: string;
  companyId: string;
  /** Life of a token. */
  expiresInSeconds: number;
  hourly: RateLimit;
  spike: RateLimit;
  /** Whether a 429 also has the header that the error reference tells of. */
  saysRetryAfter: boolean;
  /** Before each answer of the API. */
  delayMs: number;
  /** The next answers have this status, first come first served. */
  failures: { status: number; retryAfter?: string }[];
  /** The most that a page holds. */
  largestPage: number;
  pageFault: PageFault;
  /** Shows its first project, whatever was asked for. */
  isMisrouted: boolean;
  /** Rows that a sync refuses, by id. */
  refuses: Record<string, Record<string, string[]>>;
  /** Rows of which a sync says nothing, and which it does not write. */
  forgets: number[];
  projects: Row[];
  /** Of custom fields, as `custom_field_definitions` shows them. */
  definitions: Row[] | 'not shown to this client';
  /** By project. */
  costCodes: Record<string, Row[]>;
}

export const emptyWorld = (): World => ({
  clientId: 'client',
  clientSecret: 'a secret & more',
  companyId: '7656',
  expiresInSeconds: 5_400,
  hourly: { calls: 3_600, seconds: 3_600 },
  spike: { calls: 100, seconds: 10 },
  saysRetryAfter: false,
  delayMs: 0,
  failures: [],
  largestPage: 10_000,
  pageFault: 'none',
  isMisrouted: false,
  refuses: {},
  forgets: [],
  projects: [],
  definitions: [],
  costCodes: {},
});

interface Counted {
  readonly limit: number;
  readonly remaining: number;
  /** Unix time in seconds. */
  readonly reset: number;
}

/** A window begins with the first call after the last one ended. */
class Window {
  #endsAt = 0;
  #used = 0;

  count({ calls, seconds }: RateLimit, now: number): Counted & { readonly isOver: boolean } {
    if (now >= this.#endsAt) {
      this.#endsAt = now + seconds * 1_000;
      this.#used = 0;
    }
    this.#used += 1;
    const remaining = Math.max(0, calls - this.#used);
    return { limit: calls, remaining, reset: Math.ceil(this.#endsAt / 1_000), isOver: this.#used > calls };
  }
}

export class Meter {
  readonly #hourly = new Window();
  readonly #spike = new Window();

  /** Every call counts, whatever becomes of it. What is told is the limit that is closer. */
  count(world: World): Counted & { readonly isOver: boolean } {
    const now = Date.now();
    const [hourly, spike] = [this.#hourly.count(world.hourly, now), this.#spike.count(world.spike, now)];
    if (hourly.isOver) return hourly;
    if (spike.isOver) return spike;
    return hourly.remaining < spike.remaining ? hourly : spike;
  }
}

export class Tokens {
  readonly #ends = new Map<string, number>();
  #given = 0;

  give(seconds: number): string {
    this.#given += 1;
    const token = `token-${this.#given}-of-many`;
    this.#ends.set(token, Date.now() + seconds * 1_000);
    return token;
  }

  revoke(): void {
    this.#ends.clear();
  }

  isGood(authorization: string | undefined): boolean {
    const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '';
    return (this.#ends.get(token) ?? 0) > Date.now();
  }
}

interface Synced {
  readonly entities: Row[];
  readonly errors: object[];
}

/** The sync action: rows are found by id, and an `origin_id` belongs to one row only. */
export function sync(rows: Row[], updates: readonly Row[], refuses: World['refuses']): Synced {
  const entities: Row[] = [];
  const errors: object[] = [];
  for (const update of updates) {
    const at = rows.findIndex(({ id }) => id === update.id);
    const isTaken = rows.some(({ id, origin_id: origin }) => id !== update.id && origin === update['origin_id']);
    const refusal = refuses[String(update.id)];
    if (at < 0) errors.push({ ...update, errors: { id: ['Entity with this ID not found'] } });
    else if (refusal) errors.push({ ...update, errors: refusal });
    else if (isTaken) errors.push({ ...update, errors: { origin_id: ['has already been taken'] } });
    else {
      rows[at] = { ...rows[at], ...update };
      entities.push(rows[at]);
    }
  }
  return { entities, errors };
}
