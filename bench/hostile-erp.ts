/** An ERP in a thread of its own that answers each look-up in one of the ways that cost the reader most. */
import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';
import { once } from 'node:events';

const reference = 'acme~1';
const record = (content: object): string => JSON.stringify({ record: { reference, ids: { job: '1' }, content } });
/** Just under what is read of an answer. */
const bytes = 4_000_000;
const list = (entry: string): string[] => Array.from({ length: Math.floor(bytes / (entry.length + 3)) }, () => entry);

/** By the first part of the path. */
export const hostileAnswers = {
  amount: record({ totalValue: '0'.repeat(bytes) }),
  texts: record({ name: list('x').slice(0, 130_000) }),
  'too many texts': record({ name: list('x') }),
  records: record({
    costCodes: list('')
      .slice(0, 4_900)
      .map((_, index) => ({ code: String(index) })),
  }),
  nested: '['.repeat(bytes),
  words: '<'.repeat(bytes),
} as const;

function answerAll(): void {
  const server = createServer((request, response) => {
    request.resume();
    const name = decodeURIComponent(request.url?.split('/')[1] ?? '');
    const [, text = ''] = Object.entries(hostileAnswers).find(([one]) => one === name) ?? [];
    response.writeHead(name === 'words' ? 500 : 200, { 'Content-Length': Buffer.byteLength(text) }).end(text);
  }).listen(0, '127.0.0.1');
  void once(server, 'listening').then(() => {
    const address = server.address();
    parentPort?.postMessage(typeof address === 'object' && address !== null ? address.port : 0);
  });
}

if (parentPort) answerAll();
