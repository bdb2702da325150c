/** An identity provider that answers as a test wants it: also as none should. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK } from 'jose';
import { publicKey } from './tokens';

export interface ScriptedProvider {
  readonly issuer: string;
  /** What its description says beside what it must. */
  describe(more: Readonly<Record<string, unknown>>): void;
  /** What its token endpoint answers next. */
  answer(status: number, body: unknown): void;
  /** From now on it answers nothing: it ends each connection, or keeps it waiting. Absent: it answers again. */
  fail(how?: 'closed' | 'silent', of?: 'all' | 'keys'): void;
  /** What it was last asked for a token with. */
  readonly asked: () => { readonly authorization: string | undefined; readonly form: URLSearchParams };
  stop(): Promise<void>;
}

export async function startScriptedProvider(): Promise<ScriptedProvider> {
  let described: Readonly<Record<string, unknown>> = {};
  let next = { status: 500, type: 'application/json', text: '' };
  let asked = { authorization: undefined as string | undefined, form: new URLSearchParams() };
  const keys = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig' }] };

  let failing: { readonly how: 'closed' | 'silent'; readonly of: 'all' | 'keys' } | undefined;
  const server = createServer((request, response) => {
    if (failing && (failing.of === 'all' || request.url === '/keys')) {
      if (failing.how === 'closed') request.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'POST') {
        const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
        asked = { authorization: request.headers.authorization, form };
        response.writeHead(next.status, { 'Content-Type': next.type }).end(next.text);
        return;
      }
      const isKeys = request.url === '/keys';
      response.end(JSON.stringify(isKeys ? keys : { ...description(), ...described }));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const description = () => ({
    issuer,
    authorization_endpoint: `${issuer}/ask`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    id_token_signing_alg_values_supported: ['ES256'],
  });

  return {
    issuer,
    describe: (more) => {
      described = more;
    },
    answer: (status, body) => {
      const isText = typeof body === 'string';
      next = {
        status,
        type: isText ? 'text/html' : 'application/json',
        text: isText ? body : JSON.stringify(body),
      };
    },
    fail: (how, of = 'all') => {
      failing = how && { how, of };
    },
    asked: () => asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
