/** When spans are sent, and what a process says that cannot send them. */
import pino from 'pino';
import { ConfigError } from '../../adapters/env';
import { inSpan, useTracer, type SpanOptions, type SpanOutcome } from '../../adapters/tracing/span';
import { startTracing } from '../../adapters/tracing/opentelemetry';
import { currentTrail, onTrail } from '../../adapters/trail';

const environment = { ...process.env };
const lines: string[] = [];
const log = pino({}, { write: (line) => lines.push(line) });

afterEach(() => {
  process.env = { ...environment };
  useTracer(undefined);
  jest.dontMock('@opentelemetry/sdk-trace-base').resetModules();
});

describe('nothing is traced, and no package of OpenTelemetry is loaded', () => {
  test.each<[string, Record<string, string>]>([
    ['unless a variable says where to', {}],
    ['if it is switched off', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'TRUE' }],
    [
      'if traces go nowhere',
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1', OTEL_TRACES_EXPORTER: 'none' },
    ],
  ])('%s', async (_, settings) => {
    jest.doMock('@opentelemetry/sdk-trace-base', () => {
      throw new Error('it was loaded');
    });
    Object.assign(process.env, settings);
    const end = await startTracing('ledgergate-api', log);
    await end();
    expect(lines).toEqual([]);
    expect(
      await onTrail({ requestId: 'r-1' }, () => inSpan({ name: 'x', kind: 'client' }, async () => currentTrail())),
    ).toEqual({
      requestId: 'r-1',
    });
  });
});

test.each<[string, Record<string, string>, RegExp]>([
  [
    'a protocol that is not spoken',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    /OTEL_EXPORTER_OTLP_PROTOCOL: must be http\/json/,
  ],
  ['another exporter', { OTEL_TRACES_EXPORTER: 'zipkin' }, /OTEL_TRACES_EXPORTER: must be otlp or none/],
])('%s is named', async (_, settings, why) => {
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', ...settings });
  await expect(startTracing('ledgergate-api', log)).rejects.toThrow(why);
  await expect(startTracing('ledgergate-api', log)).rejects.toThrow(ConfigError);
});

test('a process without the packages says how to install them', async () => {
  jest.doMock('@opentelemetry/exporter-trace-otlp-http', () => {
    throw Object.assign(new Error("Cannot find module '@opentelemetry/exporter-trace-otlp-http'"), {
      code: 'MODULE_NOT_FOUND',
    });
  });
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = 'http://127.0.0.1:1';
  await expect(startTracing('ledgergate-api', log)).rejects.toThrow(
    /^OTEL_EXPORTER_OTLP_ENDPOINT is set, but .* Install them with "npm install --no-save @opentelemetry\/api/,
  );
});

describe('a span', () => {
  const opened: { parent: string | undefined; options: SpanOptions; outcome?: SpanOutcome | undefined }[] = [];
  beforeEach(() => {
    opened.length = 0;
    useTracer({
      start: (parent, options) => {
        const span: (typeof opened)[number] = { parent, options };
        opened.push(span);
        return {
          traceparent: `span ${opened.length}`,
          end: (outcome = {}) => {
            span.outcome = outcome;
          },
        };
      },
    });
  });

  test('is the parent of those within it', async () => {
    await onTrail({ requestId: 'r-1', traceparent: 'caller' }, () =>
      inSpan({ name: 'outer', kind: 'server' }, () =>
        inSpan({ name: 'inner', kind: 'client' }, () => Promise.resolve()),
      ),
    );
    expect(opened.map(({ parent, options: { name } }) => `${name} in ${parent ?? ''}`)).toEqual([
      'outer in caller',
      'inner in span 1',
    ]);
  });

  test('of work that fails has the code of the failure and none of its words', async () => {
    const failure = Object.assign(new Error('canary'), { type: 'erp_refused' });
    const work = onTrail({ requestId: 'r-1' }, () =>
      inSpan({ name: 'x', kind: 'client' }, () => Promise.reject(failure)),
    );
    await expect(work).rejects.toBe(failure);
    expect(opened[0]?.outcome).toEqual({ failure: 'erp_refused' });
  });

  test('is not opened for what belongs to no request', async () => {
    await inSpan({ name: 'x', kind: 'client' }, () => Promise.resolve());
    expect(opened).toEqual([]);
  });
});
