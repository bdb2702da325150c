/** The ways a call to an ERP fails, each by its name. */
import type { Fault } from '../support/processes/fault-proxy';

const page = (text: string): string => `<!doctype html>\n<html lang=en>\n<title>${text}</title>\n<h1>${text}</h1>`;

/** Nothing reaches the server. */
export const answers =
  (status: number, headers: Readonly<Record<string, string>> = {}): Fault =>
  () =>
    Promise.resolve({ status, headers: { 'content-type': 'text/html', ...headers }, body: page(String(status)) });

/** Tryton's own way to say no, in the language of the user. */
export const translatedNo: Fault = () =>
  Promise.resolve({
    status: 400,
    body: JSON.stringify({ status: 400, message: 'Die Periode ist geschlossen.', description: '' }),
  });

/** The server does what it was asked to; the client learns it in no way. */
export const answerLost: Fault = async ({ forward }) => {
  await forward();
  return 'broken';
};

/** As a proxy says it that lost its server. */
export const answerLostBehind =
  (status: number): Fault =>
  async (call) => {
    await call.forward();
    return answers(status)(call);
  };

/** A page of some proxy, with a status that says that all is well. */
export const htmlForJson: Fault = answerLostBehind(200);

export const truncated: Fault = async ({ forward }) => {
  const { body, ...reply } = await forward();
  return { ...reply, body: body.slice(0, body.length / 2) };
};

export const brokenOff: Fault = async ({ forward }) => ({ ...(await forward()), isCut: true });

/** 200, and the answer to somebody else's call. */
export const anotherAnswer: Fault = async ({ forward, body }) => {
  const { reference } = JSON.parse(body) as { reference: string };
  const reply = await forward();
  return { ...reply, body: reply.body.replaceAll(reference, `${reference}-other`) };
};

/** Answers when nobody listens any more. */
export const tooSlow: Fault = async ({ forward, hungUp }) => {
  await forward();
  await hungUp;
  return 'broken';
};

/** Reaches the server when nobody listens any more, and perhaps together with the next attempt. */
export const late: Fault = async ({ forward, hungUp }) => {
  await hungUp;
  await forward();
  return 'broken';
};

/** Sent once, and twice on the way: both at once. */
export const doubled: Fault = async ({ forward }) => {
  const [, second] = await Promise.all([forward(), forward()]);
  return second;
};

interface Sent {
  readonly reference: string;
  readonly content: { readonly name: string };
}

/** Says in the server's own form that all is well, and does nothing. */
export const pretending =
  (answerTo: (sent: Sent) => object): Fault =>
  ({ body }) =>
    Promise.resolve({ status: 200, body: JSON.stringify(answerTo(JSON.parse(body) as Sent)) });

const cut = (name: string): string => name.slice(0, 5);

/** Something on the way changes what is written. */
export const nameCut: Fault = async ({ forward, body }) => {
  const order = JSON.parse(body) as Sent;
  return forward(JSON.stringify({ ...order, content: { ...order.content, name: cut(order.content.name) } }));
};

/** What was written is another thing by the time that it is read. */
export const nameReadCut: Fault = async ({ forward }) => {
  const { body, ...reply } = await forward();
  const { record, ...found } = JSON.parse(body) as { record: Sent | null };
  const other = record && { ...record, content: { ...record.content, name: cut(record.content.name) } };
  return { ...reply, body: JSON.stringify({ ...found, record: other }) };
};
