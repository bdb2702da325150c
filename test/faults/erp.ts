/**
 * Every way in which an ERP fails, met by the real activity in a real worker in front of a real Tryton; what came of it
 * is counted in Tryton's own database. See `scenarios.ts`.
 */
import { cpus } from 'node:os';
import { playSeed, startStage } from './campaign';
import { rules, type Played } from './judge';
import { table } from './report';

const database = process.env['FAULT_DATABASE'] === 'postgresql' ? 'postgresql' : 'sqlite';
const seeds = (process.env['FAULT_SEEDS'] ?? '1 2').split(' ').map(Number);

let stage: Awaited<ReturnType<typeof startStage>>;
const all: Played[] = [];
beforeAll(async () => {
  stage = await startStage({ database, only: process.env['FAULT_ONLY'] });
});
afterAll(async () => {
  await stage.stop();
  const [cpu] = cpus();
  const machine = `${String(cpus().length)} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.version}`;
  const of = `Tryton on ${database}, seeds ${seeds.join(', ')}, ${new Date().toISOString()}, ${machine}`;
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
