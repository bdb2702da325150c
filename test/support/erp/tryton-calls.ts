/** Calls of our module in a Tryton as anybody makes them: by plain HTTP, past the adapter. */
import type { Tryton } from './tryton';
import { defined } from '../../../workflows/contract/defined';

export interface TrytonAnswer {
  readonly status: number;
  /** Of a final answer. */
  readonly code?: string;
  /** What the code comes with, or what a call answers. */
  readonly body: Readonly<Record<string, unknown>>;
}

const readObject = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

/** Any model, not only ours. */
export const postTo = (
  { url, database, key }: Tryton,
  path: string,
  body: object,
  signal?: AbortSignal,
): Promise<Response> =>
  fetch(`${url}/${database}/rest/model/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': 'en', Authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
    ...defined({ signal }),
  });

/** @throws SyntaxError: it did not answer as the module does */
export async function callModule(tryton: Tryton, method: string, body: object): Promise<TrytonAnswer> {
  const response = await postTo(tryton, `construction.job/${method}`, body);
  const answer = readObject(await response.text());
  if (response.status === 200) return { status: 200, body: answer };
  const { message, description } = answer;
  return { status: response.status, code: String(message), body: readObject(String(description)) };
}
