/**
 * The metrics of a worker that the SDK does not have. They go through the SDK's meter and so stand in the same page as
 * its own. A label has the id of a company at most: never of a project or of a person.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ApplicationFailure, type MetricMeter, type WorkerDeploymentVersion } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { type Bulkhead, createBulkhead } from '../activities/bulkhead';
import type { CircuitState } from '../activities/circuit';
import type { Fingerprints } from '../adapters/fingerprints';
import { readVersion } from '../adapters/version';

/** The first argument of each of our activities names its company. */
function findCompany(argument: unknown): string {
  if (typeof argument !== 'object' || argument === null || !('companyId' in argument)) return '';
  return typeof argument.companyId === 'string' ? argument.companyId : '';
}

const toOutcome = (error: unknown): { outcome: string; final: boolean } =>
  error instanceof ApplicationFailure
    ? { outcome: error.type ?? 'failed', final: error.nonRetryable === true }
    : { outcome: 'failed', final: false };

/** Counts the attempts of activities by company and outcome: `done`, or the type of the failure. */
function countAttempts(meter: MetricMeter): ActivityInterceptorsFactory {
  const attempts = meter.createCounter(
    'ledgergate_activity_attempts',
    undefined,
    'The attempts of activities by company and outcome. A final failure is not retried.',
  );
  return ({ info: { activityType: activity } }) => ({
    inbound: {
      execute: async (input, next) => {
        const company = findCompany(input.args[0]);
        try {
          const result: unknown = await next(input);
          attempts.add(1, { activity, company, outcome: 'done', final: true });
          return result;
        } catch (error) {
          attempts.add(1, { activity, company, ...toOutcome(error) });
          throw error;
        }
      },
    },
  });
}

const circuitLevels = { closed: 0, open: 1, denied: 2 } as const satisfies Readonly<Record<CircuitState, number>>;

/** Shows the state of each company's circuit. */
function showCircuits(meter: MetricMeter): (companyId: string, state: CircuitState) => void {
  const gauge = meter.createGauge(
    'ledgergate_erp_circuit',
    'int',
    undefined,
    'The circuit of the ERP of a company: 0 closed, 1 open (it fails), 2 open (it refuses our credentials).',
  );
  return (company, state) => {
    gauge.set(circuitLevels[state], { company });
  };
}

interface ProcessInfo {
  readonly version: string;
  /** Of its deployment; empty if workers are not versioned. */
  readonly buildId: string;
  readonly readFingerprints: () => Fingerprints;
}

/** Shows the fingerprints as labels. The meter forgets no label, so what was before gets a zero. */
function showConfig(meter: MetricMeter, readFingerprints: () => Fingerprints): () => void {
  const gauge = meter.createGauge(
    'ledgergate_config_info',
    'int',
    undefined,
    'The fingerprints of what all processes must have alike; 0 for those that were before.',
  );
  let shown: Record<string, string> | undefined;
  return () => {
    const { companies, payloadKeys = '' } = readFingerprints();
    if (shown && shown['companies'] !== companies) gauge.set(0, shown);
    shown = { companies, session_key: '', payload_keys: payloadKeys };
    gauge.set(1, shown);
  };
}

const measureEveryMs = 10_000;
const nanoseconds = 1e9;

/** Shows how late the event loop is, without keeping the process alive, which build this is, and how it is set up. */
function showProcess(meter: MetricMeter, { version, buildId, readFingerprints }: ProcessInfo): void {
  const showFingerprints = showConfig(meter, readFingerprints);
  const build = meter.createGauge('ledgergate_build_info', 'int', undefined, 'The version of this build, and of Node.');
  const delay = meter.createGauge(
    'ledgergate_nodejs_eventloop_lag_p99_seconds',
    'float',
    undefined,
    'How late the event loop was in the last 10 s.',
  );
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  const show = (): void => {
    showFingerprints();
    build.set(1, { version, build_id: buildId, node: process.version });
    const seconds = lag.percentile(99) / nanoseconds;
    delay.set(Number.isFinite(seconds) ? seconds : 0);
    lag.reset();
  };
  show();
  setInterval(show, measureEveryMs).unref();
}

export interface WorkerMetrics {
  readonly attempts: ActivityInterceptorsFactory;
  readonly gate: Bulkhead;
}

/** What a worker tells of itself. */
export interface WorkerInfo {
  /** `undefined` if workers are not versioned. */
  readonly version: WorkerDeploymentVersion | undefined;
  readonly readFingerprints: () => Fingerprints;
}

/** Begins to measure this process. */
export function measure(meter: MetricMeter, { version, readFingerprints }: WorkerInfo): WorkerMetrics {
  showProcess(meter, { version: readVersion(), buildId: version?.buildId ?? '', readFingerprints });
  return { attempts: countAttempts(meter), gate: createBulkhead({ onCircuit: showCircuits(meter) }) };
}
