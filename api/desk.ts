/**
 * Serves the built desk. Its files are read once, at the start, and only these are served: the path of a request never
 * reaches the disk.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Express, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { ConfigError } from '../adapters/env';
import { Problem } from './problems';
import { note } from './request-log';
import { sendNotModified } from './send';
import { defined } from '../workflows/contract/defined';
import { sha256 } from '../adapters/sha256';

interface Asset {
  readonly contentType: string;
  readonly etag: string;
  readonly body: Buffer;
  /** The gzipped content. Absent if it would not be smaller. */
  readonly gzipped?: Buffer;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const indexFile = 'index.html';

/**
 * Scripts and styles of our own files only; no string becomes markup or code (Trusted Types). The one policy names the
 * worker that reads files, and nothing else.
 */
const policy: RequestHandler = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    workerSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['file-reader'],
  },
});

function toAsset(name: string, body: Buffer): Asset {
  const gzipped = gzipSync(body, { level: 9 });
  return {
    contentType: contentTypes[extname(name)] ?? 'application/octet-stream',
    etag: `"${sha256(body, 'base64url').slice(0, 27)}"`,
    body,
    ...defined({ gzipped: gzipped.length < body.length ? gzipped : undefined }),
  };
}

/** Its plain files by name; none where the folder is not there. */
function readAssets(directory: string): ReadonlyMap<string, Asset> {
  if (!existsSync(directory)) return new Map();
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map(({ name }) => [name, toAsset(name, readFileSync(join(directory, name)))]));
}

/** Names do not change with their content: a browser asks each time, and is mostly told that nothing changed. */
function sendAsset(request: Request, response: Response, { contentType, etag, body, gzipped }: Asset): void {
  response.set({ 'Content-Type': contentType, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' });
  if (sendNotModified(request, response, etag)) return;
  const isGzipped = gzipped !== undefined && request.acceptsEncodings('gzip') === 'gzip';
  if (isGzipped) response.set('Content-Encoding', 'gzip');
  const sent = isGzipped ? gzipped : body;
  response.set('Content-Length', String(sent.length));
  response.end(request.method === 'HEAD' ? undefined : sent);
}

/** Serves the desk from the folder into which it was built. @throws ConfigError if the folder is missing */
export function serveDesk(app: Express, directory: string): void {
  const assets = readAssets(directory);
  const index = assets.get(indexFile);
  if (!index) {
    throw new ConfigError(
      `The desk is not built, because ${join(directory, indexFile)} is missing. Run "npm run build" first.`,
    );
  }

  const page: RequestHandler = (request, response) => {
    note(request, { route: '/desk' });
    sendAsset(request, response, index);
  };
  const asset: RequestHandler<{ file: string }> = (request, response) => {
    note(request, { route: '/assets/{file}' });
    const { file } = request.params;
    const found = file === indexFile ? undefined : assets.get(file);
    if (!found) throw new Problem('not_found', 'This path does not exist.');
    sendAsset(request, response, found);
  };

  app.get(['/', '/desk', '/desk/*path'], policy, page);
  app.get('/assets/:file', policy, asset);
  app.all(['/', '/desk', '/desk/*path', '/assets/:file'], () => {
    throw new Problem('method_not_allowed', 'This path allows only GET, HEAD.', { headers: { Allow: 'GET, HEAD' } });
  });
}
