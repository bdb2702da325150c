/** All scenarios of one seed, on one Temporal, one worker and one Tryton. */
import { createTryton } from '../../adapters/erp/tryton/tryton';
import { anAttempt, clinic } from '../support/erp-fixtures';
import { FaultProxy } from '../support/fault-proxy';
import { startTryton, type Tryton } from '../support/tryton';
import { Meeting, settled, submitBatch } from './batch';
import { deaths } from './deaths';
import { FaultGate } from './gate';
import type { End, Played } from './judge';
import { outages } from './outages';
import type { Play, Running, Stage } from './play';
import { knownCustomer, scenarios, type Scenario } from './scenarios';

/** A seed is over after this, whatever is not. */
const longestMs = 180_000;

function played(scenario: Scenario): Play {
  const { id, fault, exports, parks, meet } = scenario;
  const run = async ({ gate, proxyOf }: Stage, seed: number): Promise<Running> => {
    const meeting = new Meeting(seed, meet);
    proxyOf(id).plan = meeting.plan;
    const batch = await submitBatch({ ...scenario, gate, companyId: id, seed });
    return { id, fault, exports, parks, meetsAll: scenario.meetsAll ?? true, batch, met: meeting.met };
  };
  return { id, run };
}

async function makeKnownCustomer(tryton: Tryton): Promise<void> {
  const project = { ...clinic, customer: knownCustomer };
  const order = { reference: 'before~1', project, job: { number: 'before-1' } };
  await createTryton({ ...tryton, commitWithinMs: 0 }).export(order, anAttempt());
}

export interface StageOptions {
  readonly database: 'sqlite' | 'postgresql';
  /** The only one that is played. */
  readonly only?: string | undefined;
}

export interface FullStage extends Stage {
  readonly together: readonly Play[];
  readonly oneByOne: readonly Play[];
  readonly stop: () => Promise<void>;
}

export async function startStage({ database, only }: StageOptions): Promise<FullStage> {
  const isWanted = ({ id }: Play): boolean => only === undefined || only === id;
  const together = [...scenarios.map(played), ...outages].filter(isWanted);
  const oneByOne = deaths.filter(isWanted);
  const ids = [...together, ...oneByOne].map(({ id }) => id);
  const tryton = await startTryton({ database });
  await makeKnownCustomer(tryton);
  const proxies = new Map(await Promise.all(ids.map(async (id) => [id, await FaultProxy.start(tryton.url)] as const)));
  const companies = [...proxies].map(([id, { url }]) => ({ id, url }));
  const gate = await FaultGate.start({ ...tryton, companies });
  return {
    ...{ gate, tryton, together, oneByOne },
    proxyOf: (companyId) => {
      const proxy = proxies.get(companyId);
      if (!proxy) throw new Error(`there is no ${companyId}`);
      return proxy;
    },
    stop: async () => {
      await gate.stop();
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
      await tryton.stop();
    },
  };
}

const counted = (rows: readonly unknown[][]): ReadonlyMap<string, number> =>
  new Map(rows.map(([key, count]) => [String(key), Number(count)]));

/** Asked of the ERP itself, past every fault. */
async function endsOf({ gate, tryton }: Stage, { batch, met }: Running): Promise<End[]> {
  const erp = createTryton({ ...tryton, commitWithinMs: 0 });
  const jobs = counted(await tryton.query('SELECT reference, count(*) FROM construction_job GROUP BY reference'));
  // Of this project, whoever holds its number: a job number may be shared.
  const projects = counted(await tryton.query('SELECT name, count(*) FROM project_work GROUP BY name'));
  return Promise.all(
    batch.map(async (ordered) => ({
      ordered,
      state: await gate.state(ordered.handle),
      met: met(ordered.reference),
      jobs: jobs.get(ordered.reference) ?? 0,
      projects: projects.get(ordered.project.name) ?? 0,
      record: await erp.findByReference(ordered.reference, anAttempt()),
    })),
  );
}

export async function playSeed(stage: FullStage, seed: number): Promise<Played[]> {
  const endsAt = Date.now() + longestMs;
  const running = await Promise.all(stage.together.map(({ run }) => run(stage, seed)));
  await settled(
    stage.gate,
    running.flatMap(({ batch }) => batch),
    endsAt,
  );
  for (const { run } of stage.oneByOne) {
    const death = await run(stage, seed);
    running.push(death);
    await settled(stage.gate, death.batch, endsAt);
  }
  const all: Played[] = [];
  for (const one of running) all.push({ ...one, ends: await endsOf(stage, one) });
  return all;
}
