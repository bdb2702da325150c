/**
 * Limits the calls for one company beside its exports (its webhook, its source), so that they use few of a worker's
 * activity slots however long they hang. A call that gets no slot is retried later, one after the other.
 */
import { RetryQueue, type LineOptions } from './retry-queue';

/** Thrown if all slots of the company are in use. Nothing was called. */
export class SlotsTaken extends Error {
  constructor(
    message: string,
    /** The delay until the next try, in milliseconds. */
    readonly retryAfterMs: number,
  ) {
    super(message);
    this.name = 'SlotsTaken';
  }
}

export interface CompanySlots {
  /** Runs the work in one of the company's slots. @throws SlotsTaken, or what the work throws */
  run<T>(companyId: string, work: () => Promise<T>): Promise<T>;
}

const slotsPerCompany = 4;
/** Until a slot is asked for again, and between two who ask, in milliseconds: next to nothing while calls are quick. */
const place = { earliestMs: 1_000, gapMs: 50 } as const;

interface Company {
  underWay: number;
  readonly line: RetryQueue;
}

const defaults: LineOptions = { now: () => performance.now(), random: Math.random };

export function createCompanySlots(options: LineOptions = defaults): CompanySlots {
  const companies = new Map<string, Company>();
  return {
    run: async (companyId, work) => {
      const company = companies.get(companyId) ?? { underWay: 0, line: new RetryQueue(options) };
      if (company.underWay >= slotsPerCompany) {
        const calls = `${slotsPerCompany} calls for ${companyId} are under way in this worker`;
        throw new SlotsTaken(`${calls}, so this one waits.`, company.line.join(place));
      }
      companies.set(companyId, company);
      company.underWay += 1;
      try {
        return await work();
      } finally {
        company.underWay -= 1;
        if (company.underWay === 0) companies.delete(companyId);
      }
    },
  };
}
