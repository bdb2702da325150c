/** The reference server's books: one record for each reference, one job number for each record. */
import { isSameContent, type ErpContent } from '../../../activities/erp-content';
import type { Breach } from './erp-http-breaches';
import type { No, Order, Row, Store } from './erp-http-store';

export interface LedgerAnswer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const member = (content: ErpContent, name: string): ErpContent => {
  const value = content[name];
  return typeof value === 'object' && !Array.isArray(value) ? (value as ErpContent) : {};
};
const readNumber = (content: ErpContent): string | undefined => text(member(content, 'job')['number']);
const readCustomer = (content: ErpContent): string | undefined => {
  const { code, name } = member(content, 'customer');
  return text(code) ?? text(name);
};

interface Held {
  readonly reference: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly content: ErpContent;
}

export class Ledger {
  readonly #store: Store;
  readonly #is: (breach: Breach) => boolean;

  constructor(store: Store, is: (breach: Breach) => boolean) {
    this.#store = store;
    this.#is = is;
  }

  find(reference: string): Held | undefined {
    const row = this.#store.rows.findLast((each) => each.reference === reference);
    return row && { reference, ids: { [this.#is('names no job') ? 'record' : 'job']: row.id }, content: row.content };
  }

  written = (reference: string): LedgerAnswer => ({ status: 200, body: { record: this.find(reference) } });

  findHolder(number: string | undefined, reference: string): string | undefined {
    const holder = this.#store.rows.find((row) => row.reference !== reference && readNumber(row.content) === number);
    return number === undefined ? undefined : holder?.reference;
  }

  knows = (customer: string): boolean => this.#store.rows.some(({ content }) => readCustomer(content) === customer);

  /** @returns why the order cannot be carried out; `done`: it is already */
  judge(order: Order): No | 'done' | undefined {
    const { reference, content, expect } = order;
    const row = this.#store.row(reference);
    if (row && isSameContent(row.content, this.#kept(content)) && !this.#is('makes a second record')) return 'done';
    const inTheWay = this.#inTheWay(row, expect);
    if (inTheWay) return inTheWay;
    if (content['currency'] !== 'USD') return this.#refused(content);
    const number = readNumber(content);
    const holder = this.#is('gives a number twice') ? undefined : this.findHolder(number, reference);
    if (holder === undefined) return undefined;
    return this.#is('does not name the holder')
      ? { status: 409, body: { message: 'The number is taken.' } }
      : { status: 409, body: { reference: holder, number } };
  }

  write({ reference, content, expect }: Order): void {
    const kept = this.#kept(content);
    const row = this.#store.row(reference);
    if (row && (expect || this.#is('writes over other content'))) {
      this.#store.append({ type: 'changed', id: row.id, content: kept });
      return;
    }
    const id = `R-${this.#store.rows.length + 1}`;
    this.#store.append({ type: 'made', reference, id, content: kept });
  }

  #inTheWay(row: Row | undefined, expect: ErpContent | undefined): No | undefined {
    if (!row) return expect && !this.#is('makes what is gone') ? { status: 410, body: { code: 'gone' } } : undefined;
    const isExpected = expect
      ? isSameContent(row.content, expect) || this.#is('ignores what is expected')
      : this.#is('writes over other content') || this.#is('makes a second record');
    return isExpected
      ? undefined
      : { status: 409, body: { reference: row.reference, record: this.find(row.reference) } };
  }

  #refused({ currency }: ErpContent): No {
    const message = `${text(currency) ?? ''} is not the currency of the company.`;
    return { status: 422, body: { code: 'refused', message, fields: [{ pointer: '/currency', message }] } };
  }

  #kept(content: ErpContent): ErpContent {
    const name = text(content['name']);
    return this.#is('cuts texts') && name !== undefined ? { ...content, name: name.slice(0, 12) } : content;
  }
}
