/** The server under test: sends orders, follows them to their end and checks what is stored. */
import { setTimeout as delay } from 'node:timers/promises';
import { isSameContent, differences, type ErpContent } from '../activities/erp-content';
import { readContent } from '../adapters/erp/http/agent-content';
import { Conflict, Found, Refused, Written, type HeldRecord } from '../adapters/erp/http/protocol';
import { show, type AgentAnswer, type Caller } from './caller';
import { orderFor, type Sample, type Order, type Orders } from './orders';
import { Broken, must, NotTried } from './result';

export interface SubjectOptions {
  readonly caller: Caller;
  readonly orders: Orders;
  readonly notKept: readonly string[];
  /** How long an order that an agent fetches is followed. */
  readonly withinMs: number;
  /** Restarts the server under test; resolves when that was done. */
  readonly restart?: (() => Promise<void>) | undefined;
  /** How many records the ERP holds under a reference, asked of the ERP itself. */
  readonly count?: ((reference: string) => Promise<number>) | undefined;
}

export interface Held {
  readonly record: HeldRecord | undefined;
  readonly isWaiting: boolean;
  readonly answer: AgentAnswer;
}

const pauseMs = { least: 50, usual: 500, most: 15_000 } as const;

/** The server's own delay, within reason. */
const pauseAfter = ({ retryAfterMs = pauseMs.usual }: AgentAnswer): Promise<void> =>
  delay(Math.max(pauseMs.least, Math.min(retryAfterMs, pauseMs.most)));

/** The answers of a busy server before it processes an order, and the answers that do not reveal the outcome. */
const isPassing = ({ status, json }: AgentAnswer): boolean =>
  status === 429 || status >= 500 || (status === 409 && !Conflict.safeParse(json).success);
const mostPassing = 5;

/** Returns why the ERP refuses the data; `undefined` if the answer is not such a refusal. */
export function refusalIn({ status, json }: AgentAnswer): string | undefined {
  const refused = status === 422 ? Refused.safeParse(json) : undefined;
  return refused?.data?.message;
}

export class Subject {
  readonly #options: SubjectOptions;
  readonly orders: Orders;
  readonly caller: Caller;

  constructor(options: SubjectOptions) {
    this.#options = options;
    this.orders = options.orders;
    this.caller = options.caller;
  }

  get restart(): SubjectOptions['restart'] {
    return this.#options.restart;
  }

  send = ({ request, key }: Order): Promise<AgentAnswer> =>
    this.caller.call({ operation: 'export', body: request, key });

  /** Looks the reference up once. @throws Broken if the answer does not follow the protocol */
  async look(reference: string): Promise<Held> {
    const answer = await this.caller.call({ operation: 'find', body: { reference } });
    must(answer.status === 200, `The look-up of ${reference} was answered with ${show(answer)}, not with 200.`);
    const found = Found.safeParse(answer.json);
    must(found.success, `The look-up of ${reference} was answered with ${show(answer)}, which is not a {record}.`);
    const { record, waiting } = found.data;
    const isOther = record !== null && record.reference !== reference;
    must(!isOther, `The look-up of ${reference} was answered with the record of another reference: ${show(answer)}.`);
    return { record: record ?? undefined, isWaiting: waiting !== undefined, answer };
  }

  /** Sends an order until its outcome is known, as the adapter does. @throws Broken if it does not finish */
  async settle(order: Order): Promise<AgentAnswer> {
    const deadline = Date.now() + this.#options.withinMs;
    let passing = 0;
    for (;;) {
      const answer = await this.send(order);
      if (answer.status !== 202 && !(isPassing(answer) && passing < mostPassing)) return answer;
      if (answer.status !== 202) passing += 1;
      await pauseAfter(answer);
      if (answer.status === 202) await this.#untilNothingWaits(order.request.reference, deadline);
      const seconds = String(this.#options.withinMs / 1_000);
      must(Date.now() < deadline, `The order of ${order.request.reference} did not finish within ${seconds} s.`);
    }
  }

  async #untilNothingWaits(reference: string, deadline: number): Promise<void> {
    for (;;) {
      const { isWaiting, answer } = await this.look(reference);
      if (!isWaiting || Date.now() > deadline) return;
      await pauseAfter(answer);
    }
  }

  /** Makes or updates the record. @throws Broken it does not end with it; NotTried the ERP refuses the data */
  async bring(order: Order): Promise<HeldRecord> {
    const answer = await this.settle(order);
    return this.writtenBy(answer, order);
  }

  writtenBy(answer: AgentAnswer, { request }: Order): HeldRecord {
    const { reference } = request;
    const refusal = refusalIn(answer);
    if (refusal !== undefined) throw new NotTried(`The ERP refuses this project: ${refusal}`);
    must(answer.status === 200, `The order of ${reference} was answered with ${show(answer)}, not with 200.`);
    const written = Written.safeParse(answer.json);
    must(written.success, `The order of ${reference} was answered with ${show(answer)}, which is not a {record}.`);
    const { record } = written.data;
    must(
      record.reference === reference,
      `The order of ${reference} was answered with another record: ${show(answer)}.`,
    );
    must(Object.keys(record.ids).length > 0, `The record of ${reference} has no id of the ERP: ${show(answer)}.`);
    return record;
  }

  /** A record of a project of its own. */
  async made(): Promise<{ readonly one: Sample; readonly order: Order; readonly record: HeldRecord }> {
    const one = this.orders.newSample();
    const order = orderFor(one.reference, one.content());
    return { one, order, record: await this.bring(order) };
  }

  /** @throws Broken it is not there, holds something else, or is another one */
  async mustHold(reference: string, content: ErpContent, ids?: HeldRecord['ids']): Promise<HeldRecord> {
    const { record } = await this.look(reference);
    must(record !== undefined, `${reference} is not found, although its order was answered with 200.`);
    const held = readContent(record.content, new Set(this.#options.notKept));
    if (!isSameContent(held, content)) {
      const [first, ...more] = differences(content, held).map(
        ({ pointer, before, after }) => `${pointer}: sent ${JSON.stringify(before)}, held ${JSON.stringify(after)}`,
      );
      throw new Broken(`${reference} holds different content than was sent. ${first ?? ''} (and ${more.length} more)`);
    }
    if (ids) this.mustBeOne(reference, [ids, record.ids]);
    await this.mustCountOne(reference);
    return record;
  }

  /** @throws Broken */
  mustBeOne(reference: string, ids: readonly HeldRecord['ids'][]): void {
    const different = [...new Set(ids.map((each) => JSON.stringify(Object.entries(each).sort())))];
    must(different.length <= 1, `${reference} was given different ids: ${different.join(' and ')}.`);
  }

  async mustCountOne(reference: string): Promise<void> {
    const count = await this.#options.count?.(reference);
    must(count === undefined || count === 1, `The ERP holds ${String(count)} records of ${reference}.`);
  }

  /** @throws Broken */
  async mustHoldNothing(reference: string): Promise<void> {
    const { record } = await this.look(reference);
    must(record === undefined, `A record of ${reference} was created, although its order was refused.`);
  }
}
