/** Offers the metrics on a port of their own: they need no token, and stay off the port that callers reach. */
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { Submissions } from '../gateway/gateway';
import type { Metrics } from './metrics';

/** Answers `GET /metrics`, and nothing else. */
export const serveMetrics =
  (metrics: Pick<Metrics, 'read' | 'contentType'>, log: Logger): RequestListener =>
  (request, response) => {
    if (request.url !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    metrics.read().then(
      (text) => response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
      (error: unknown) => {
        log.error({ err: error }, 'the metrics could not be read');
        response.writeHead(500).end();
      },
    );
  };

/** Counts the commands that a gateway applies. A submit that is repeated with its key counts again. */
export const countCommands = <T extends Submissions>(submissions: T, { noteCommand }: Metrics): T => ({
  ...submissions,
  submit: async (request) => {
    const begun = await submissions.submit(request);
    noteCommand(request.id.companyId, 'submit');
    return begun;
  },
  command: async (command) => {
    const applied = await submissions.command(command);
    noteCommand(command.id.companyId, command.name);
    return applied;
  },
});
