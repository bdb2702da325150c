/** An ERP behind the http protocol that treats each company as it is told to. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ErpContent } from '../../../activities/erp-content';

export type Conduct = 'well' | 'away' | 'denies' | 'refuses' | 'has given the number away' | 'loses orders';

export const takenNumber = '24-017';

interface Order {
  readonly reference: string;
  readonly content?: ErpContent;
}
/** `undefined`: the connection breaks. */
type Answer = readonly [status: number, body: object] | undefined;

export interface ErpAsTold {
  readonly urlFor: (companyId: string) => string;
  readonly conduct: (companyId: string, next: Conduct) => void;
  /** What it holds, by reference, for the test to change or take away. */
  readonly records: Map<string, ErpContent>;
  readonly stop: () => Promise<void>;
}

async function readOrder(request: IncomingMessage): Promise<Order> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as Order;
}

const isTaken = ({ job }: ErpContent): boolean => (job as ErpContent | undefined)?.['number'] === takenNumber;

/** It behaves well to everybody until it is told otherwise. */
export async function startErpAsTold(): Promise<ErpAsTold> {
  const conducts = new Map<string, Conduct>();
  const records = new Map<string, ErpContent>();

  const findRecord = (reference: string): object | null => {
    const content = records.get(reference);
    return content === undefined ? null : { reference, ids: { job: `J-${reference}` }, content };
  };
  const take = (conduct: Conduct, { reference, content = {} }: Order): Answer => {
    if (conduct === 'loses orders') return undefined;
    if (conduct === 'refuses') return [422, { code: 'refused', message: 'Customer C-77 is not known.' }];
    if (conduct === 'has given the number away' && isTaken(content))
      return [409, { reference: 'another', number: takenNumber }];
    records.set(reference, content);
    return [200, { record: findRecord(reference) }];
  };
  const answerTo = (path: string, order: Order): Answer => {
    const [, companyId = '', operation] = path.split('/');
    const conduct = conducts.get(companyId) ?? 'well';
    if (conduct === 'away') return [503, { message: 'Closed for the night.' }];
    if (conduct === 'denies') return [401, { message: 'The key is not known.' }];
    if (operation === 'find') return [200, { record: findRecord(order.reference) }];
    return operation === 'export' ? take(conduct, order) : [404, { message: 'It has no preflight.' }];
  };

  const server = createServer((request, response) => {
    void readOrder(request).then((order) => {
      const answer = answerTo(request.url ?? '', order);
      if (!answer) return request.socket.destroy();
      return response.writeHead(answer[0], { 'content-type': 'application/json' }).end(JSON.stringify(answer[1]));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    records,
    urlFor: (companyId) => `http://127.0.0.1:${port}/${companyId}`,
    conduct: (companyId, next) => void conducts.set(companyId, next),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
