/**
 * Sends spans by OTLP, set up by the standard variables of OpenTelemetry. Its packages are no dependencies of this project,
 * and none is loaded unless a variable names where spans go.
 */
import type { Logger } from 'pino';
import { z } from 'zod';
import { ConfigError, parseEnv } from '../env';
import { errorCode, errorMessage } from '../errors';
import type { Setting } from '../settings';
import { parseTraceparent } from '../trail';
import { readVersion } from '../version';
import { type SpanOptions, type Tracer, useTracer } from './span';

export const tracingSettings: readonly Setting[] = [
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    meaning: 'Where traces go, such as http://127.0.0.1:4318. Unset, there are none. The other OTEL_… count as well.',
  },
];

const Environment = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.string().optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal('http/json', 'must be http/json, or not set').optional(),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.literal('http/json', 'must be http/json, or not set').optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], 'must be otlp or none').optional(),
});

const isOn = (env: z.infer<typeof Environment>): boolean =>
  (env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) !== undefined &&
  env.OTEL_SDK_DISABLED?.toLowerCase() !== 'true' &&
  env.OTEL_TRACES_EXPORTER !== 'none';

const install =
  'npm install --no-save @opentelemetry/api@1.9 @opentelemetry/sdk-trace-base@2 @opentelemetry/resources@2 @opentelemetry/exporter-trace-otlp-http@0.223';

/** @throws ConfigError if one of them is not installed */
async function loadPackages() {
  try {
    const [api, sdk, resources, exporter] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
    return { api, sdk, resources, exporter };
  } catch (error) {
    if (errorCode(error) !== 'ERR_MODULE_NOT_FOUND' && errorCode(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new ConfigError(
      `OTEL_EXPORTER_OTLP_ENDPOINT is set, but the packages that send traces are not installed (${errorMessage(error)}). Install them with "${install}", or unset it.`,
    );
  }
}

type Packages = Awaited<ReturnType<typeof loadPackages>>;

function createProvider({ sdk, resources, exporter }: Packages, service: string) {
  const ours = { 'service.name': service, 'service.version': readVersion() };
  const given = resources.detectResources({ detectors: [resources.envDetector] });
  return new sdk.BasicTracerProvider({
    resource: resources.resourceFromAttributes(ours).merge(given),
    spanProcessors: [new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter())],
  });
}

const createTracer = ({ api }: Packages, provider: ReturnType<typeof createProvider>): Tracer => {
  const tracer = provider.getTracer('ledgergate', readVersion());
  const kinds = { server: api.SpanKind.SERVER, client: api.SpanKind.CLIENT, consumer: api.SpanKind.CONSUMER };
  const toContext = (parent: string | undefined) => {
    const parsed = parseTraceparent(parent);
    if (!parsed) return api.ROOT_CONTEXT;
    const { traceId, spanId, flags: traceFlags } = parsed;
    return api.trace.setSpanContext(api.ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
  };
  return {
    start: (parent: string | undefined, { name, kind, attributes = {} }: SpanOptions) => {
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, toContext(parent));
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
        end: ({ failure, name: finalName, attributes: more = {} } = {}) => {
          span.setAttributes(more);
          if (finalName !== undefined) span.updateName(finalName);
          if (failure !== undefined) {
            span.setAttribute('error.type', failure);
            span.setStatus({ code: api.SpanStatusCode.ERROR });
          }
          span.end();
        },
      };
    },
  };
};

/**
 * Begins to trace this process, if the environment says where spans go. `service`: its name unless OTEL_SERVICE_NAME has
 * another one.
 * @returns sends what was not sent yet, and ends it
 * @throws ConfigError
 */
export async function startTracing(service: string, log: Logger): Promise<() => Promise<void>> {
  const env = parseEnv(Environment);
  if (!isOn(env)) return () => Promise.resolve();
  const packages = await loadPackages();
  packages.api.diag.setLogger({
    error: (message) => log.error(`OpenTelemetry: ${message}`),
    warn: (message) => log.warn(`OpenTelemetry: ${message}`),
    info: () => undefined,
    debug: () => undefined,
    verbose: () => undefined,
  });
  const provider = createProvider(packages, env.OTEL_SERVICE_NAME ?? service);
  useTracer(createTracer(packages, provider));
  log.info({ to: env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT }, 'tracing started');
  return async () => {
    useTracer(undefined);
    await provider.shutdown().catch((error: unknown) => {
      log.warn({ why: errorMessage(error) }, 'the last traces could not be sent');
    });
  };
}
