/** The orders of a run. Each has its own project, which the ERP under test accepts. */
import { randomInt } from 'node:crypto';
import type { ErpContent } from '../activities/erp-content';
import type { Project } from '../workflows/contract/project';
import { readContent } from '../adapters/erp/http/agent-content';
import { orderKey } from '../adapters/erp/http/agent-request';
import type { ExportRequest } from '../adapters/erp/http/protocol';
import { defined } from '../workflows/contract/defined';

export interface OrderOptions {
  /** A project that the ERP accepts. Each order has its own name and job number. */
  readonly project: ErpContent;
  readonly notKept: readonly string[];
  /** Of job numbers: `#` a digit, `A` a letter. */
  readonly mask: string;
}

export const sampleProject = {
  name: 'Conformance',
  number: 'P-1',
  address: { line1: '12 Mill Lane', city: 'Dayton', region: 'OH', postalCode: '45402', country: 'US' },
  startDate: '2026-03-01',
  completionDate: '2027-06-30',
  currency: 'USD',
  totalValue: '4250000.00',
  customer: { name: 'Riverside Health', code: 'C-77' },
  costCodes: [
    { code: '03-100', name: 'Concrete', costTypes: ['Labor', 'Material'], budget: '310000.00' },
    { code: '05-120', name: 'Structural steel', costTypes: ['Material'], budget: '-5000.00' },
    { code: '09-250', name: 'Drywall', costTypes: ['Labor'] },
  ],
} satisfies Project;

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const filled = (mask: string): string =>
  mask.replaceAll(/[#A]/g, (place) => (place === '#' ? String(randomInt(10)) : (letters[randomInt(24)] ?? 'A')));

/** An order, and the same under another project. */
export interface Sample {
  readonly reference: string;
  readonly number: string;
  /** Returns the content that the record should have after these changes of the project. */
  readonly content: (changes?: ErpContent, number?: string) => ErpContent;
}

export class Orders {
  /** The prefix of all references of this run. */
  readonly prefix = `conformance~${randomInt(36 ** 6).toString(36)}`;
  readonly #options: OrderOptions;
  #count = 0;

  constructor(options: OrderOptions) {
    this.#options = options;
  }

  newSample(): Sample {
    this.#count += 1;
    const reference = `${this.prefix}-${this.#count}`;
    const { project, notKept, mask } = this.#options;
    const own = filled(mask);
    const name = `Conformance ${reference.slice(reference.indexOf('~') + 1)}`;
    const content: Sample['content'] = (changes = {}, number = own) =>
      readContent({ ...project, name, ...changes, job: { number } }, new Set(notKept));
    return { reference, number: own, content };
  }
}

export interface Order {
  readonly request: ExportRequest;
  readonly key: string;
}

export function orderFor(reference: string, content: ErpContent, expect?: ErpContent): Order {
  const request = { reference, content, ...defined({ expect }) };
  return { request, key: orderKey(request) };
}
