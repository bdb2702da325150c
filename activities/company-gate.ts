/**
 * One dead ERP hurts nobody else: a company holds few of this worker's activity slots, and an ERP that fails is left
 * alone for a while. Who is turned away comes again later, having cost no slot and no call.
 */
import { Circuit, type CircuitTiming } from './circuit';
import { ErpUnavailable } from './ports';

/** Turned away: the ERP was not called. */
export class CompanyBusy extends ErpUnavailable {}

/** Who wants to call the ERP. */
export interface Turn {
  /** Of the activity, from 1: who was turned away often waits longer. */
  readonly attempt: number;
  /** A person tries again, perhaps after mending it: let through an open circuit. */
  readonly isRetry: boolean;
}

export interface CompanyGate {
  /** Runs the work in one of the company's slots. @throws CompanyBusy, or what the work throws */
  run<T>(companyId: string, turn: Turn, work: () => Promise<T>): Promise<T>;
}

export interface GateOptions extends CircuitTiming {
  /** Between 0 and 1. */
  readonly random: () => number;
}

/** Of the 100 activity slots of a worker. */
export const slotsPerCompany = 8;

/** Milliseconds. */
const firstDelayMs = 500;
const longestDelayMs = 30_000;

interface Company {
  running: number;
  readonly circuit: Circuit;
}

const defaults: GateOptions = { now: () => performance.now(), random: Math.random };

export function createCompanyGate(options: GateOptions = defaults): CompanyGate {
  const companies = new Map<string, Company>();

  const companyOf = (companyId: string): Company => {
    const known = companies.get(companyId) ?? { running: 0, circuit: new Circuit(options) };
    companies.set(companyId, known);
    return known;
  };

  /** Between half and one and a half of a delay that doubles with each attempt. */
  const delayFor = (attempt: number, longestMs: number): number => {
    const delay = Math.min(longestMs, firstDelayMs * 2 ** Math.min(attempt - 1, 10));
    return Math.ceil(delay * (0.5 + options.random()));
  };

  function enter(companyId: string, { circuit, running }: Company, { attempt, isRetry }: Turn): void {
    if (running >= slotsPerCompany) {
      const message = `${String(slotsPerCompany)} calls to the ERP of ${companyId} are under way in this worker; this one waits for its turn.`;
      throw new CompanyBusy(message, delayFor(attempt, longestDelayMs));
    }
    const why = circuit.whyClosedTo(isRetry && attempt === 1);
    if (why) throw new CompanyBusy(`The ERP of ${companyId} ${why.message}`, delayFor(attempt, why.longestDelayMs));
  }

  return {
    async run(companyId, turn, work) {
      const company = companyOf(companyId);
      enter(companyId, company, turn);
      company.running += 1;
      try {
        const result = await work();
        company.circuit.succeeded();
        return result;
      } catch (error) {
        company.circuit.failed(error);
        throw error;
      } finally {
        company.running -= 1;
        if (company.running === 0 && company.circuit.isWell) companies.delete(companyId);
      }
    },
  };
}
