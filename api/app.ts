/** The HTTP edge: every request passes from top to bottom of `createApp`. */
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Companies } from '../adapters/companies/companies';
import type { Authenticate, Caller } from './actor';
import { type Answer, type Route, toContext } from './context';
import type { ToLinks } from './links';
import { type Operation, operations } from './operations';
import { bodyOf, headersOf, Problem } from './problems';
import { createRateLimit, type Rate } from './rate-limit';
import { logRequests, note, notesOf } from './request-log';
import { createCommandRoutes } from './routes/commands';
import { companyRoutes } from './routes/company';
import { createPublicRoutes, type PublicRoute } from './routes/public';
import { createSubmissionRoutes } from './routes/submissions';
import type { Submissions } from './submissions';

export interface AppDeps {
  readonly submissions: Submissions;
  readonly companies: Companies;
  readonly authenticate: Authenticate;
  readonly toLinks: ToLinks;
  /** For each token; `undefined`: nobody is limited. */
  readonly rate: Rate | undefined;
  readonly log: Logger;
}

/** For each address, without a valid token. */
const addressRate: Rate = { perSecond: 20, burst: 20 };

/** Pages without scripts; only our own stylesheet. */
const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
});

/** `{companyId}` in OpenAPI is `:companyId` in Express. */
const toExpressPath = ({ path }: Operation): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

interface Guard {
  /** Counts against the address. @throws Problem `rate_limited` */
  readonly anonymous: (request: Request) => void;
  /** @throws Problem `unauthenticated`, `rate_limited` */
  readonly identified: (request: Request) => Promise<Caller>;
}

function createGuard(authenticate: Authenticate, rate: Rate | undefined): Guard {
  const byAddress = rate && createRateLimit(addressRate);
  const byToken = rate && createRateLimit(rate);
  const checkWait = (seconds = 0): void => {
    if (seconds === 0) return;
    throw new Problem('rate_limited', 'Too many requests.', { headers: { 'Retry-After': String(seconds) } });
  };
  const anonymous = (request: Request): void => {
    checkWait(byAddress?.(request.ip ?? 'unknown'));
  };
  return {
    anonymous,
    identified: async (request) => {
      const caller = await authenticate(request.get('authorization')).catch((error: unknown) => {
        anonymous(request);
        throw error;
      });
      note(request, { actorId: caller.actor.id });
      checkWait(byToken?.(caller.tokenHash));
      return caller;
    },
  };
}

const servePublic =
  ({ operation, isLimited, run }: PublicRoute, guard: Guard): RequestHandler =>
  async (request, response) => {
    note(request, { route: operation.path });
    if (isLimited) guard.anonymous(request);
    const { contentType, cacheControl, body } = await run();
    response.set({ 'Content-Type': contentType, 'Cache-Control': cacheControl }).send(body);
  };

const serveCompany =
  ({ operation, run }: Route, { companies }: AppDeps, guard: Guard): RequestHandler =>
  async (request, response) => {
    note(request, { route: operation.path });
    response.set('Cache-Control', 'no-store');
    const caller = await guard.identified(request);
    const context = await toContext({ request, response, operation, caller, companies });
    const { companyId, projectId } = context.id;
    note(request, { companyId, ...(projectId && { projectId }) });
    const { status, body, headers = {} }: Answer = await run(context);
    response.status(status).set(headers).json(body);
  };

function toProblem(error: unknown, request: Request, log: Logger): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof URIError) return new Problem('not_found', 'There is nothing here.');
  log.error({ err: error, requestId: notesOf(request).requestId }, 'unexpected error');
  return new Problem('internal', 'Something went wrong on our side.');
}

const answerProblems =
  (log: Logger): ErrorRequestHandler =>
  // Express knows an error handler by its four parameters.
  (error: unknown, request, response, _next) => {
    const problem = toProblem(error, request, log);
    note(request, { code: problem.code });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const body = bodyOf(problem, request.path, notesOf(request).requestId);
    response.status(problem.status).set({ 'Cache-Control': 'no-store', ...headersOf(problem) });
    response.type('application/problem+json').send(JSON.stringify(body));
  };

/** The methods of every path, for 405. */
function methodsByPath(): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const operation of Object.values(operations)) {
    const path = toExpressPath(operation);
    all.set(path, [...(all.get(path) ?? []), ...(operation.method === 'get' ? ['GET', 'HEAD'] : ['POST'])]);
  }
  return all;
}

export function createApp(deps: AppDeps): Express {
  const { submissions, toLinks, log } = deps;
  const guard = createGuard(deps.authenticate, deps.rate);
  const app = express();
  app.disable('x-powered-by').enable('case sensitive routing').enable('strict routing');

  app.use(logRequests(log));
  app.use(securityHeaders);

  for (const route of createPublicRoutes(submissions)) {
    app[route.operation.method](toExpressPath(route.operation), servePublic(route, guard));
  }
  const gated = { submissions, toLinks };
  for (const route of [...createSubmissionRoutes(gated), ...createCommandRoutes(gated), ...companyRoutes]) {
    app[route.operation.method](toExpressPath(route.operation), serveCompany(route, deps, guard));
  }

  for (const [path, methods] of methodsByPath()) {
    app.all(path, (request) => {
      guard.anonymous(request);
      const allow = methods.join(', ');
      throw new Problem('method_not_allowed', `This path knows ${allow}.`, { headers: { Allow: allow } });
    });
  }
  app.use((request) => {
    guard.anonymous(request);
    throw new Problem('not_found', 'There is nothing here.');
  });
  app.use(answerProblems(log));
  return app;
}
