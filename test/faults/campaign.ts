/** All scenarios of one seed, on one Temporal, one worker and one ERP. */
import { ErpPending } from '../../activities/erp-port';
import { anAttempt, clinic } from '../support/erp/fixtures';
import { FaultProxy } from '../support/processes/fault-proxy';
import { waitFor } from '../../dev/processes/wait-for';
import { endInTime, Meeting, settled, submitBatch, type Ordered } from './batch';
import { absences } from './absences';
import { deaths } from './deaths';
import { FaultGate } from './gate';
import type { End, Played } from './judge';
import { outages } from './outages';
import type { Play, Running, Stage } from './play';
import { knownCustomer, scenariosOn, type Scenario } from './scenarios';
import { startServer, type Server, type ServerName } from './servers';

/** A seed is over after this, whatever is not. */
const longestMs = 900_000;

function played(scenario: Scenario): Play {
  const { id, fault, exports, parks, meet, runsOut, meetsAll = true } = scenario;
  const run = async ({ gate, findProxy, server }: Stage, seed: number): Promise<Running> => {
    const meeting = new Meeting(seed, meet, server.lookUp);
    findProxy(id).plan = meeting.plan;
    const batch = await submitBatch({ ...scenario, gate, companyId: id, seed });
    const hasFailed = async ({ reference, handle }: Ordered): Promise<boolean> =>
      (!meetsAll || meeting.met(reference) > 0) && (await gate.attempts(handle)) > 1;
    if (runsOut) await endInTime(gate, batch, hasFailed);
    return { id, fault, exports, parks, meetsAll, batch, met: meeting.met };
  };
  return { id, run };
}

/** What the ERP answers when its agent has come. */
async function onceTaken<T>(what: string, ask: () => Promise<T>): Promise<T> {
  const { answer } = await waitFor(what, async () => {
    try {
      return { answer: await ask() };
    } catch (error) {
      if (error instanceof ErpPending) return undefined;
      throw error;
    }
  });
  return answer;
}

async function makeKnownCustomer({ erp }: Server): Promise<void> {
  const project = { ...clinic, customer: knownCustomer };
  const order = { reference: 'before~1', project, job: { number: 'before-1' } };
  await onceTaken('the known customer', () => erp.export(order, anAttempt()));
}

export interface StageOptions {
  readonly server: ServerName;
  /** Of Tryton. */
  readonly database: 'sqlite' | 'postgresql';
  /** The only one that is played. */
  readonly only?: string | undefined;
}

export interface FullStage extends Stage {
  readonly together: readonly Play[];
  readonly oneByOne: readonly Play[];
  readonly stop: () => Promise<void>;
}

export async function startStage({ server: serverName, database, only }: StageOptions): Promise<FullStage> {
  const isWanted = ({ id }: Play): boolean => only === undefined || only === id;
  const server = await startServer(serverName, database);
  const together = [...scenariosOn(server).map(played), ...outages].filter(isWanted);
  const oneByOne = [...deaths, ...(server.agent ? absences : [])].filter(isWanted);
  const ids = [...together, ...oneByOne].map(({ id }) => id);
  await makeKnownCustomer(server);
  const proxies = new Map(await Promise.all(ids.map(async (id) => [id, await FaultProxy.start(server.url)] as const)));
  const companies = [...proxies].map(([id, { url }]) => ({ id, integration: server.integrationAt(url) }));
  const gate = await FaultGate.start({ companies, env: server.env });
  return {
    gate,
    server,
    together,
    oneByOne,
    findProxy: (companyId) => {
      const proxy = proxies.get(companyId);
      if (!proxy) throw new Error(`there is no ${companyId}`);
      return proxy;
    },
    stop: async () => {
      await gate.stop();
      await Promise.all([...proxies.values()].map((proxy) => proxy.stop()));
      await server.stop();
    },
  };
}

/** Asked of the ERP itself, past every fault. */
async function awaitEnds({ gate, server }: Stage, { batch, met }: Running): Promise<End[]> {
  const findRecord = ({ reference }: Ordered) =>
    onceTaken(reference, () => server.erp.findByReference(reference, anAttempt()));
  const records = await Promise.all(batch.map(findRecord));
  const { byReference, byName } = await server.counts();
  return Promise.all(
    batch.map(async (ordered, index) => {
      const state = await gate.state(ordered.handle);
      return {
        ordered,
        state,
        met: met(ordered.reference),
        jobs: byReference.get(ordered.reference) ?? 0,
        projects: byName.get(ordered.project.name) ?? 0,
        record: records[index],
        ours: server.erp.toErp(state.project, state.job ?? {}),
      };
    }),
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
  for (const one of running) all.push({ ...one, ends: await awaitEnds(stage, one) });
  return all;
}
