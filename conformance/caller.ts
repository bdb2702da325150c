/** Calls a server as the adapter does, and also with wrong credentials or a changed body. */
import { errorMessage } from '../adapters/errors';
import { callHttp } from '../adapters/http/call';
import { parseJson } from '../adapters/http/json';
import { requestHeaders, type Credentials } from '../adapters/erp/http/agent-request';
import type { Operation } from '../adapters/erp/http/protocol';
import { defined } from '../workflows/contract/defined';

export interface AgentAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly retryAfterMs: number | undefined;
}

export interface Sent {
  readonly operation: Operation;
  readonly body: object;
  /** Of an order. */
  readonly key?: string | undefined;
  /** Instead of the right ones. */
  readonly credentials?: Partial<Credentials>;
  /** Milliseconds since the epoch; now unless given. */
  readonly at?: number;
  /** Sent instead of the body that was signed. */
  readonly forged?: object;
  readonly signal?: AbortSignal;
}

/** As long as an attempt of an export waits. */
const longestMs = 110_000;

export const show = ({ status, json }: AgentAnswer): string => {
  const text = JSON.stringify(json);
  return `${status} ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`;
};

/** Much more than an answer of the protocol needs. */
const longestAnswerBytes = 16 * 1024 * 1024;

export class Caller {
  readonly #url: string;
  readonly #credentials: Credentials;

  constructor(url: string, credentials: Credentials) {
    this.#url = url.replace(/(?<!\/)\/+$/, '');
    this.#credentials = credentials;
  }

  /** @throws Error no answer came; `signal.reason` when that was the end */
  async call({ operation, body, key, credentials, at = Date.now(), forged, signal }: Sent): Promise<AgentAnswer> {
    const text = JSON.stringify(body);
    const message = { at, body: text, ...defined({ key }) };
    const headers = requestHeaders({ ...this.#credentials, ...credentials }, message);
    try {
      const { status, retryAfterMs, ...answer } = await callHttp({
        method: 'POST',
        url: new URL(`${this.#url}/${operation}`),
        headers,
        signal,
        body: forged ? JSON.stringify(forged) : text,
        withinMs: longestMs,
        maxBytes: longestAnswerBytes,
      });
      return { status, json: parseJson(answer.text) ?? answer.text.slice(0, 200), retryAfterMs };
    } catch (error) {
      signal?.throwIfAborted();
      throw new Error(`${this.#url}/${operation}: ${errorMessage(error)}`, { cause: error });
    }
  }

  /** Sends a request and closes the connection after the given milliseconds, even without an answer. */
  async cutOff(sent: Sent, afterMs: number): Promise<void> {
    const cut = new AbortController();
    const timer = setTimeout(() => {
      cut.abort();
    }, afterMs);
    try {
      await this.call({ ...sent, signal: cut.signal });
    } catch (error) {
      if (!cut.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
