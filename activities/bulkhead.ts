/**
 * Prevents one failing ERP from delaying other companies. A company has few of this worker's activity slots, and an ERP
 * that fails is called less often. An export that gets no slot is retried later, and costs neither a slot nor a call.
 */
import { Circuit, type CircuitState, type Closed, type CallContext } from './circuit';
import { ErpUnavailable } from './erp-port';
import { RetryQueue, type LineOptions } from './retry-queue';

/** Thrown if an export gets no slot. The ERP was not called. */
export class CompanyBusy extends ErpUnavailable {}

export interface Bulkhead {
  /** Runs the work in one of the company's slots. @throws CompanyBusy, or what the work throws */
  run<T>(companyId: string, turn: CallContext, work: () => Promise<T>): Promise<T>;
}

/** The slots of one company, of the worker's 100 activity slots. */
export const slotsPerCompany = 8;

/** Until a slot is asked for again, in milliseconds: half of it to one and a half. */
const busyDelayMs = 500;

/**
 * Between two who ask for a slot, in milliseconds: with calls that are quickly done 200 are through in 3 s; with calls
 * that hang so many ask so seldom that they cost the server, and with it other companies, next to nothing.
 */
const slotGapMs = { least: 15, most: 150 } as const;
/** Of the time that calls have been under way. */
const slotGapShare = 1 / 120;

/** Between two who come again after the ERP was not well, in milliseconds. */
const erpGapMs = 50;

/** A call under way. */
interface Call {
  /** When the call started, by the clock of the bulkhead. */
  readonly since: number;
}

interface Company {
  /** The oldest first. */
  readonly underWay: Set<Call>;
  readonly circuit: Circuit;
  /** Those who wait for a slot, and those who wait for the ERP to be well. */
  readonly forSlot: RetryQueue;
  readonly forErp: RetryQueue;
}

/** What a worker may give; the rest is for tests. */
export interface BulkheadOptions extends Partial<LineOptions> {
  /** Learns of the state of a company's circuit when a call to its ERP has ended. */
  readonly onCircuit?: (companyId: string, state: CircuitState) => void;
}

export function createBulkhead({ onCircuit, ...given }: BulkheadOptions = {}): Bulkhead {
  const options: LineOptions = { now: () => performance.now(), random: Math.random, ...given };
  const companies = new Map<string, Company>();

  const newCompany = (): Company => ({
    underWay: new Set(),
    circuit: new Circuit(options.now),
    forSlot: new RetryQueue(options),
    forErp: new RetryQueue(options),
  });

  /** By the call in the middle: neither one that hangs nor one that just began says how it goes. */
  function gapFor({ underWay }: Company): number {
    const middle = [...underWay][Math.floor(underWay.size / 2)];
    const age = middle ? options.now() - middle.since : 0;
    return Math.min(slotGapMs.most, Math.max(slotGapMs.least, age * slotGapShare));
  }

  function noSlot(companyId: string, company: Company): CompanyBusy {
    const earliestMs = busyDelayMs * (0.5 + options.random());
    const calls = `${slotsPerCompany} calls to the ERP of ${companyId} are under way in this worker`;
    const retryAfterMs = company.forSlot.join({ earliestMs, gapMs: gapFor(company) });
    return new CompanyBusy(`${calls}, so this one waits.`, retryAfterMs);
  }

  const notWell = (companyId: string, { forErp }: Company, { message, forMs }: Closed): CompanyBusy =>
    new CompanyBusy(`The ERP of ${companyId} ${message}`, forErp.join({ earliestMs: forMs, gapMs: erpGapMs }));

  function enter(companyId: string, company: Company, turn: CallContext): Call {
    const closed = company.circuit.whyClosedTo(turn);
    if (closed) throw notWell(companyId, company, closed);
    if (company.underWay.size >= slotsPerCompany) throw noSlot(companyId, company);
    company.circuit.entered();
    const call = { since: options.now() };
    company.underWay.add(call);
    companies.set(companyId, company);
    return call;
  }

  function leave(companyId: string, company: Company, call: Call): void {
    company.underWay.delete(call);
    onCircuit?.(companyId, company.circuit.state);
    if (company.underWay.size === 0 && company.circuit.isWell) companies.delete(companyId);
  }

  return {
    async run(companyId, turn, work) {
      const company = companies.get(companyId) ?? newCompany();
      const call = enter(companyId, company, turn);
      try {
        const result = await work();
        company.circuit.succeeded(turn);
        return result;
      } catch (error) {
        const closed = company.circuit.failed(error, turn);
        throw closed ? notWell(companyId, company, closed) : error;
      } finally {
        leave(companyId, company, call);
      }
    },
  };
}
