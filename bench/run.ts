/** Runs the scenarios and starts the servers that each one needs. No server runs longer than necessary. */
import { signDevToken } from '../dev/tokens';
import { createBare } from './bare-contender';
import { findChromium, openBrowser } from './browser';
import type { Child } from './children';
import type { Contender } from './contender';
import type { Findings } from './findings';
import { startApi, startServer, startWorker, type Lab } from './lab';
import type { Options } from './options';
import { createCompany, createOurs } from './ours';
import { closed, inParallel, newIds, playStory } from './play';
import { measureDeadErp } from './scenarios/dead-erp';
import { measureDecisions } from './scenarios/decision';
import { deskListeners, measureDesk } from './scenarios/desk';
import { measureFlows } from './scenarios/flows';
import { measureHistory } from './scenarios/history';
import { measureNeighbour } from './scenarios/neighbour';
import { measureRecovery } from './scenarios/recovery';
import { measureReplay } from './scenarios/replay';
import { measureStart } from './scenarios/start';
import { measureWaiting } from './scenarios/waiting';
import { silentCompany, startSilentErp, withSilentCompany } from './silent-erp';
import { defined } from '../workflows/contract/defined';

/** Warms up compilers and caches before anything is measured. */
async function warmUp(contender: Contender): Promise<void> {
  const ids = newIds(160);
  await inParallel(ids.length, 16, async (index) => {
    const id = ids[index] ?? '';
    await playStory(contender, id);
    await closed(contender, id);
  });
}

/** Ours and the bare workflow on the same server, and the bare one on the default server as well. */
async function withRivals({ say, ...rest }: Lab, { only, rounds, on }: Options): Promise<Findings[]> {
  const lab = { ...rest, say };
  say('starting two servers, our worker and API, two bare workers');
  const tuned = await startServer(lab, 'same', on);
  const plain = await startServer(lab, 'default', 'default');
  const ours = await createOurs(lab, tuned, 'Ledgergate');
  const bareSame = await createBare(lab, tuned, 'bare, same settings');
  const bareDefault = await createBare(lab, plain, 'bare, default server');
  const contenders = [ours, bareSame, bareDefault];
  const findings: Findings[] = [];
  try {
    for (const contender of contenders) await warmUp(contender);
    const rivals = { ours, bare: bareSame };
    if (only.includes('decision')) findings.push(await measureDecisions(rivals, rounds, say));
    if (only.includes('history')) findings.push(await measureHistory(rivals, rounds));
    if (only.includes('flows')) findings.push(await measureFlows({ ours, bareSame, bareDefault }, rounds, say));
    return findings;
  } finally {
    for (const { stop } of [...contenders, tuned, plain]) await stop();
  }
}

async function withCrowds(lab: Lab, { rounds, waiting, on }: Options): Promise<Findings> {
  lab.say('starting two servers, each with our worker and API');
  const servers = [await startServer(lab, 'empty', on), await startServer(lab, 'full', on)] as const;
  const empty = await createOurs(lab, servers[0], 'empty');
  const full = await createOurs(lab, servers[1], 'full');
  try {
    for (const contender of [empty, full]) await warmUp(contender);
    return await measureWaiting({ empty, full, waiting }, rounds, lab.say);
  } finally {
    for (const { stop } of [empty, full, ...servers]) await stop();
  }
}

async function withKilledWorker(lab: Lab, { rounds, on }: Options): Promise<Findings> {
  lab.say('starting a server, our worker and API');
  const server = await startServer(lab, 'recovery', on);
  const ours = await createOurs(lab, server, 'Ledgergate');
  try {
    await warmUp(ours);
    return await measureRecovery({ ours, startWorker: () => startWorker(lab, server) }, rounds, lab.say);
  } finally {
    for (const { stop } of [ours, server]) await stop();
  }
}

async function withDeadErp(lab: Lab, { rounds, on }: Options): Promise<Findings> {
  lab.say('starting a server, our worker and API, and an ERP that never answers an export');
  const erp = await startSilentErp();
  const started = await startServer(lab, 'dead-erp', on);
  const server = await withSilentCompany(erp, started);
  const ours = await createOurs(lab, server, 'Ledgergate');
  const other = await createCompany({ name: 'another', server, ours: ours.processes }, silentCompany);
  try {
    await warmUp(ours);
    const place = { ours, other, erp, startWorker: () => startWorker(lab, server) };
    return await measureDeadErp(place, rounds, lab.say);
  } finally {
    for (const { stop } of [erp, other, ours, started]) await stop();
  }
}

async function withDesk(lab: Lab, { rounds, waiting, on }: Options): Promise<Findings> {
  lab.say('starting a server, our worker and API, and a browser');
  const server = await startServer(lab, 'desk', on);
  const ours = await createOurs(lab, server, 'Ledgergate');
  const other = await createCompany({ name: 'another', server, ours: ours.processes }, 'initech');
  const { varDirectory, apiUrl } = server.config;
  const people = Array.from({ length: deskListeners }, (_, index) => `viewer-${index}`);
  const tokens = await Promise.all(
    people.map((sub) => signDevToken(varDirectory, { sub, name: sub, roles: ['viewer'] })),
  );
  const chromium = findChromium();
  const browser = chromium === undefined ? undefined : await openBrowser(chromium, lab.directory, apiUrl);
  let { api } = ours.processes;
  const restartApi = async (): Promise<Child> => {
    await api.end('SIGTERM');
    api = await startApi(lab, server);
    return api;
  };
  try {
    await warmUp(ours);
    return await measureDesk({ ours, other, waiting, restartApi, tokens, ...defined({ browser }) }, rounds, lab.say);
  } finally {
    await browser?.close();
    await api.end('SIGTERM');
    for (const { stop } of [other, ours, server]) await stop();
  }
}

const needRivals = ['decision', 'history', 'flows'] as const;

export async function runScenarios(lab: Lab, options: Options): Promise<Findings[]> {
  const { only } = options;
  const findings: Findings[] = [];
  if (needRivals.some((name) => only.includes(name))) findings.push(...(await withRivals(lab, options)));
  if (only.includes('waiting')) findings.push(await withCrowds(lab, options));
  if (only.includes('recovery')) findings.push(await withKilledWorker(lab, options));
  if (only.includes('dead-erp')) findings.push(await withDeadErp(lab, options));
  if (only.includes('desk')) findings.push(await withDesk(lab, options));
  if (only.includes('replay')) findings.push(await measureReplay(options.rounds));
  if (only.includes('neighbour')) findings.push(await measureNeighbour(options.rounds, lab.say));
  if (only.includes('start')) findings.push(await measureStart(lab, options.rounds));
  return findings;
}
