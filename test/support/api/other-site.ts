/** Another web site on this machine: serves whatever pages a test makes up, and remembers who called. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Call {
  readonly path: string;
  readonly body: string;
}

export interface OtherSite {
  /** Another port of the desk's own host: the same site to a browser, which then sends cookies, but another origin. */
  readonly neighbour: string;
  /** Another host: another site. */
  readonly stranger: string;
  readonly calls: readonly Call[];
  /** What is served at this path from now on, as HTML. */
  serve(path: string, page: string): void;
  stop(): Promise<void>;
}

export async function startOtherSite(): Promise<OtherSite> {
  const pages = new Map<string, string>();
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    void text(request).then((body) => {
      calls.push({ path, body });
      const page = pages.get(path);
      response.writeHead(page === undefined ? 404 : 200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Access-Control-Allow-Origin': '*',
      });
      response.end(page ?? '');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    neighbour: `http://127.0.0.1:${port}`,
    stranger: `http://localhost:${port}`,
    calls,
    serve: (path, page) => void pages.set(path, `<!doctype html><title>Elsewhere</title>${page}`),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
