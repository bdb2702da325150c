/**
 * The metrics of an API process. Their names begin with `ledgergate_`, and a label has the id of a company at most: never
 * of a project or of a person.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Fingerprints } from '../../adapters/fingerprints';
import type { Run } from '../gateway/memo';
import { groupOpen, groupParked } from './open-submissions';

/** A request that was answered, or left by its caller (status 499). */
export interface AnsweredRequest {
  readonly method: string;
  /** The path as the API's description has it. Absent for a path that the API does not have, and for files of the desk. */
  readonly route?: string | undefined;
  readonly status: number;
  readonly seconds: number;
  /** The code of the problem, if it was one. */
  readonly code?: string | undefined;
}

export interface Metrics {
  /** Takes a request that was answered. */
  readonly noteRequest: (request: AnsweredRequest) => void;
  /** Takes a command that was applied, or that a repetition confirmed. */
  readonly noteCommand: (companyId: string, command: string) => void;
  /** Returns all metrics in the text format of Prometheus. */
  readonly read: () => Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  /** The version of this build. */
  readonly version: string;
  /** What all processes must have alike. */
  readonly readFingerprints: () => Fingerprints;
  readonly listCompanies: () => readonly string[];
  /** Lists the open submissions of a company; `undefined` if they are not known now. */
  readonly listOpen: (companyId: string) => Promise<readonly Run[] | undefined>;
}

/** In seconds: the last is the longest that a request may take. */
const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Makes what measures the open submissions; it is called before each reading. */
function createOpenGauges(registers: Registry[], { listCompanies, listOpen }: MetricsOptions): () => Promise<void> {
  const parked = new Gauge({
    name: 'ledgergate_parked_submissions',
    help: 'The parked submissions by company and code.',
    labelNames: ['company', 'code'],
    registers,
  });
  const known = new Gauge({
    name: 'ledgergate_open_submissions_known',
    help: 'Whether the open submissions of a company are known to this process: 1 or 0.',
    labelNames: ['company'],
    registers,
  });
  const open = new Gauge({
    name: 'ledgergate_open_submissions',
    help: 'The open submissions by company, status and how long they have been in it: up to 1h, 1d, 7d, or older.',
    labelNames: ['company', 'status', 'age'],
    registers,
  });
  return async () => {
    const companies = await Promise.all(
      listCompanies().map(async (company) => ({ company, runs: await listOpen(company).catch(() => undefined) })),
    );
    // What is gone must not remain.
    for (const gauge of [open, parked, known]) gauge.reset();
    const now = Date.now();
    for (const { company, runs } of companies) {
      known.set({ company }, runs ? 1 : 0);
      for (const { count, ...group } of groupOpen(runs ?? [], now)) open.set({ company, ...group }, count);
      for (const { count, code } of groupParked(runs ?? [])) parked.set({ company, code }, count);
    }
  };
}

/** Makes what shows the fingerprints; it is called before each reading. */
function createConfigGauge(registers: Registry[], { readFingerprints }: MetricsOptions): () => void {
  const config = new Gauge({
    name: 'ledgergate_config_info',
    help: 'The fingerprints of what all processes must have alike.',
    labelNames: ['companies', 'session_key', 'payload_keys'],
    registers,
  });
  return () => {
    const { companies, sessionKey = '', payloadKeys = '' } = readFingerprints();
    config.reset();
    config.set({ companies, session_key: sessionKey, payload_keys: payloadKeys }, 1);
  };
}

export function createMetrics(options: MetricsOptions): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register, prefix: 'ledgergate_' });
  new Gauge({
    name: 'ledgergate_build_info',
    help: 'The version of this build, and of Node.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version: options.version, node: process.version }, 1);
  const requests = new Histogram({
    name: 'ledgergate_http_request_duration_seconds',
    help: 'The requests by route, status and code of the problem, and how long they took.',
    labelNames: ['method', 'route', 'status', 'code'],
    buckets,
    registers,
  });
  const commands = new Counter({
    name: 'ledgergate_commands_total',
    help: 'The commands that were applied through this process, or confirmed to a repetition.',
    labelNames: ['company', 'command'],
    registers,
  });
  const showConfig = createConfigGauge(registers, options);
  const measureOpen = createOpenGauges(registers, options);
  return {
    noteRequest: ({ method, route = 'other', status, seconds, code = '' }) => {
      requests.observe({ method, route, status, code }, seconds);
    },
    noteCommand: (company, command) => {
      commands.inc({ company, command });
    },
    read: async () => {
      showConfig();
      await measureOpen();
      return register.metrics();
    },
    contentType: register.contentType,
  };
}
