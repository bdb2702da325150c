/** The HTTP application. Every request passes through `createApp` from top to bottom. */
import { pipeline } from 'node:stream/promises';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Companies } from '../adapters/companies/companies';
import type { Sources } from '../adapters/source/sources';
import { createFindAlike } from './alike';
import type { Authenticate } from './request/actor';
import { serveDesk } from './desk';
import { type RouteAnswer, type Route, toContext } from './request/context';
import type { Events } from './events/events';
import { createGuard, type Guard } from './request/guard';
import type { ToLinks } from './links';
import type { Metrics } from './metrics/metrics';
import { type Operation, operations } from './description/operations';
import { problemPage } from './description/problem-page';
import { toBody, toHeaders, Problem } from './problems';
import type { Rate } from './request/rate-limit';
import type { ProblemCode } from './problem-kinds';
import { logRequests, note, readNotes } from './request-log';
import { createCommandRoutes } from './routes/commands';
import { createCompanyRoutes } from './routes/company';
import { createPublicRoutes, type PublicRoute } from './routes/public';
import { createRecordRoutes } from './routes/records';
import { createSubmissionRoutes } from './routes/submissions';
import { sendJson, sendText } from './send';
import { createSessionRoutes, type SessionRoute } from './session/routes';
import type { SignIn } from './session/sign-in';
import { toCallerView, toSessionView } from './session/view';
import { createProjectSource } from './source';
import type { Submissions } from './gateway/gateway';
import { defined } from '../workflows/contract/defined';

export interface AppDeps {
  readonly submissions: Submissions;
  readonly companies: Companies;
  /** The sources of projects. `undefined` if no company has one. */
  readonly sources?: Sources | undefined;
  readonly authenticate: Authenticate;
  readonly events: Events;
  /** The sign-in of browsers. `undefined` if no cookie is read or written. */
  readonly signIn?: SignIn | undefined;
  /** The folder of the built desk. `undefined` if none is served. */
  readonly deskDirectory?: string | undefined;
  readonly toLinks: ToLinks;
  /** The limit for each caller. `undefined` if there is none. */
  readonly rate: Rate | undefined;
  readonly log: Logger;
  /** Learns of each request. `undefined` if there are no metrics. */
  readonly metrics?: Pick<Metrics, 'noteRequest'> | undefined;
}

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

const servePublic =
  ({ operation, isLimited, run }: PublicRoute, guard: Guard): RequestHandler =>
  async (request, response) => {
    note(request, { route: operation.path });
    if (isLimited) guard.anonymous(request);
    const { contentType, cacheControl, body } = await run();
    response.set('Cache-Control', cacheControl);
    sendText(request, response, contentType, body);
  };

const serveCompany =
  ({ operation, run }: Route, { companies }: AppDeps, guard: Guard): RequestHandler =>
  async (request, response) => {
    note(request, { route: operation.path });
    response.set('Cache-Control', 'no-store');
    const caller = await guard.identified(request);
    const context = await toContext({ request, response, operation, caller, companies });
    const { companyId, projectId } = context.id;
    note(request, { companyId, ...defined({ projectId: projectId === '' ? undefined : projectId }) });
    const answer: RouteAnswer = await run(context);
    response.status(answer.status).set(answer.headers ?? {});
    if ('text' in answer) await pipeline(answer.text, response);
    else sendJson(request, response, answer.body);
  };

const serveEvents =
  ({ companies, events }: AppDeps, guard: Guard): RequestHandler =>
  async (request, response) => {
    const operation = operations.events;
    note(request, { route: operation.path });
    response.set('Cache-Control', 'no-store');
    const caller = await guard.identified(request);
    const { id } = await toContext({ request, response, operation, caller, companies });
    note(request, { companyId: id.companyId });
    events.checkRoom(caller.key);
    // A proxy must pass on what it gets at once.
    response.set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' }).flushHeaders();
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    events.listen({
      companyId: id.companyId,
      callerKey: caller.key,
      stream: response,
      lastEventId: request.get('last-event-id'),
      forMs: caller.expiresAt * 1_000 - Date.now(),
    });
  };

const serveSession =
  ({ companies, signIn }: AppDeps, guard: Guard): RequestHandler =>
  async (request, response) => {
    note(request, { route: operations.session.path });
    response.set('Cache-Control', 'no-store');
    const caller = await guard.identify(request);
    const isByToken = request.get('authorization') !== undefined;
    const view =
      caller && isByToken
        ? toCallerView(caller, companies, signIn)
        : toSessionView({ found: await signIn?.sessions.find(request) }, companies, signIn);
    sendJson(request, response, view);
  };

const serveSignIn =
  ({ operation, run }: SessionRoute, { log }: AppDeps, guard: Guard): RequestHandler =>
  async (request, response) => {
    note(request, { route: operation.path });
    guard.anonymous(request);
    response.set('Cache-Control', 'no-store');
    try {
      await run(request, response);
    } catch (error) {
      // Of the cause only its message: the claims of a token have no place in a log.
      const why = error instanceof Problem && error.cause instanceof Error ? error.cause.message : undefined;
      if (why !== undefined) log.warn({ why, requestId: readNotes(request).requestId }, 'sign-in failed');
      throw error;
    }
  };

/** No fault of the caller's or of the network: somebody has to see to Temporal, or to the submission. */
const forOps: readonly ProblemCode[] = ['read_failed', 'temporal_denied', 'temporal_unprepared', 'busy'];

function toProblem(error: unknown, request: Request, log: Logger): Problem {
  if (error instanceof Problem) {
    const isForOps = forOps.includes(error.code) && error.cause !== undefined;
    if (isForOps) log.error({ err: error.cause, ...readNotes(request) }, error.detail);
    return error;
  }
  if (error instanceof URIError) return new Problem('not_found', 'This path does not exist.');
  log.error({ err: error, requestId: readNotes(request).requestId }, 'unexpected error');
  return new Problem('internal', 'The request failed because of an error in Ledgergate.');
}

/** A person in a browser, and not a program: below /v1 there are only programs. */
const isForPerson = (request: Request): boolean =>
  !request.path.startsWith('/v1/') && request.accepts(['application/problem+json', 'html']) === 'html';

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
    const body = toBody(problem, request.path, readNotes(request).requestId);
    response.status(problem.status).set({ 'Cache-Control': 'no-store', ...toHeaders(problem) });
    if (isForPerson(request)) response.type('html').send(problemPage(problem));
    else sendJson(request, response, body, 'application/problem+json');
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
  const { submissions, companies, sources, toLinks, log, signIn, deskDirectory } = deps;
  const guard = createGuard({ authenticate: deps.authenticate, sessions: signIn?.sessions, rate: deps.rate });
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing');

  app.use(logRequests(log, deps.metrics?.noteRequest));
  app.use(securityHeaders);

  for (const route of createPublicRoutes(submissions, {
    hasSource: companies.all().some(({ source }) => source !== undefined),
  })) {
    app[route.operation.method](toExpressPath(route.operation), servePublic(route, guard));
  }
  app.get(toExpressPath(operations.session), serveSession(deps, guard));
  for (const route of createSessionRoutes(signIn, deps.companies)) {
    app[route.operation.method](toExpressPath(route.operation), serveSignIn(route, deps, guard));
  }
  if (deskDirectory !== undefined) serveDesk(app, deskDirectory);
  app.get(toExpressPath(operations.events), serveEvents(deps, guard));
  const findAlike = createFindAlike(submissions, log);
  const gated = { submissions, projects: createProjectSource({ submissions, sources, log }), toLinks, findAlike };
  for (const route of [
    ...createSubmissionRoutes(gated),
    ...createCommandRoutes(gated),
    ...createRecordRoutes(gated),
    ...createCompanyRoutes(gated),
  ]) {
    app[route.operation.method](toExpressPath(route.operation), serveCompany(route, deps, guard));
  }

  for (const [path, methods] of methodsByPath()) {
    app.all(path, (request) => {
      guard.anonymous(request);
      const allow = methods.join(', ');
      throw new Problem('method_not_allowed', `This path allows only ${allow}.`, { headers: { Allow: allow } });
    });
  }
  app.use((request) => {
    guard.anonymous(request);
    throw new Problem('not_found', 'This path does not exist.');
  });
  app.use(answerProblems(log));
  return app;
}
