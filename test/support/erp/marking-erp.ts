/** An ERP at the address of a Tryton that answers with markup wherever it has words of its own. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

export interface MarkingErp {
  readonly url: string;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const Order = z.object({ content: z.object({ job: z.object({ number: z.string() }) }) });

const toNumber = (body: unknown): string => Order.safeParse(body).data?.content.job.number ?? '';

const no = (message: string, details: unknown): Answer => ({
  status: 400,
  body: { status: 400, message, description: JSON.stringify(details) },
});

/** `marked` makes a text of the ERP's out of a word. A job named `busy` is answered with a 503, any other is refused. */
export async function startMarkingErp(marked: (word: string) => string): Promise<MarkingErp> {
  const answers: Readonly<Record<string, (number: string) => Answer>> = {
    find_job: () => ({ status: 200, body: { job: null } }),
    preflight_job: () => ({
      status: 200,
      body: { holder: marked('erp-holder'), customer_known: false, next_number: marked('erp-next') },
    }),
    import_job: (number) =>
      number.endsWith('busy')
        ? // Whole tags are taken out of an error page.
          { status: 503, body: marked('erp-busy').replaceAll('>', '') }
        : no('EXPORT_REFUSED', {
            text: marked('erp-text'),
            fields: [{ pointer: `/${marked('erp-pointer')}`, message: marked('erp-message') }],
          }),
  };
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const answer = answers[request.url?.split('/').at(-1) ?? '']?.(toNumber(body));
      const { status, body: said } = answer ?? { status: 404, body: {} };
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(said));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
