/**
 * Every way in which an ERP fails, met by the real activity in a real worker in front of a real ERP; what came of it
 * is counted in the ERP itself. See `scenarios.ts`.
 */
import { cpus } from 'node:os';
import { playSeed, startStage } from './campaign';
import { rules, type Played } from './judge';
import { serverNames } from './servers';
import { table } from './report';

const database = process.env['FAULT_DATABASE'] === 'postgresql' ? 'postgresql' : 'sqlite';
const server = serverNames.find((name) => name === process.env['FAULT_SERVER']) ?? 'tryton';
const seeds = (process.env['FAULT_SEEDS'] ?? '1 2').split(' ').map(Number);

let stage: Awaited<ReturnType<typeof startStage>>;
const all: Played[] = [];
beforeAll(async () => {
  stage = await startStage({ server, database, only: process.env['FAULT_ONLY'] });
});
afterAll(async () => {
  await stage.stop();
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.version}`;
  const of = `${stage.server.name}, seeds ${seeds.join(', ')}, ${new Date().toISOString()}, ${machine}`;
  process.stdout.write(`\n${table(all)}\n\n${of}\n\n`);
});

describe.each(seeds)('seed %i', (seed) => {
  let played: readonly Played[] = [];
  beforeAll(async () => {
    played = await playSeed(stage, seed);
    all.push(...played);
  });

  test.each(Object.entries(rules))('%s', (_name, rule) => {
    expect(played.length).toBeGreaterThan(0);
    expect(played.flatMap(rule)).toEqual([]);
  });
});
