/** The routes that need no token: health, and the description of the API. */
import { shareCall } from '../../adapters/share';
import { createOpenApi } from '../description/openapi';
import { docsPage } from '../description/docs-page';
import { docsStyle } from '../description/docs-style';
import { type Operation, operations } from '../description/operations';
import type { Submissions } from '../gateway/gateway';

export interface PublicAnswer {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly body: string;
}

export interface PublicRoute {
  readonly operation: Operation;
  /** Whether the route is limited. Health is not, so that monitoring is never locked out. */
  readonly isLimited: boolean;
  readonly run: () => Promise<PublicAnswer> | PublicAnswer;
}

const json = (body: unknown): PublicAnswer => ({
  contentType: 'application/json; charset=utf-8',
  cacheControl: 'no-store',
  body: `${JSON.stringify(body)}\n`,
});

export function createPublicRoutes(
  submissions: Submissions,
  { hasSource }: { readonly hasSource: boolean },
): readonly PublicRoute[] {
  const document = createOpenApi({ hasSource });
  const description = { ...json(document), cacheControl: 'no-cache' };
  const page = { contentType: 'text/html; charset=utf-8', cacheControl: 'no-cache', body: docsPage(document) };
  const style = { contentType: 'text/css; charset=utf-8', cacheControl: 'no-cache', body: docsStyle };
  const ready = shareCall(() => submissions.ready());
  return [
    { operation: operations.healthz, isLimited: false, run: () => json({ status: 'ok' }) },
    {
      operation: operations.readyz,
      isLimited: false,
      run: async () => {
        await ready();
        return json({ status: 'ready', temporal: true, worker: true });
      },
    },
    { operation: operations.openapi, isLimited: true, run: () => description },
    { operation: operations.docs, isLimited: true, run: () => page },
    { operation: operations.docsStyle, isLimited: true, run: () => style },
  ];
}
