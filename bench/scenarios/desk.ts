/**
 * The desk with many waiting: its two reads as the browser sends them, what 200 people who have it open cost the API in
 * memory, and in work when something changes, how soon one of them sees it, and how soon a key of one who writes shows. Memory is measured in an API that was
 * just started and has served the same reads.
 */
import { orThrow } from '../../client/client';
import { paths } from '../../client/operations';
import { limits } from '../../workflows/contract/limits';
import { createCountingClient, type CountingClient } from '../api-client';
import { type Audience, openAudience, type Seat } from '../audience';
import { type DeskBrowser, slowedBy } from '../browser';
import type { Child } from '../children';
import { createRecorder, type Findings, type Recorder } from '../findings';
import { readMemoryMiB } from '../memory';
import type { OurContender } from '../ours';
import { newIds, submitAll, measureMs } from '../play';
import { signIn } from '../sign-in';
import { median, percentile } from '../spread';

export const deskListeners = 200;
const warmingReads = 30;
const readsPerRound = 100;
const paintsPerRound = 3;
/** Of another company: a full page of the list. */
const waitingElsewhere = 100;

/** What the browser asks for when it is told of a change. */
const firstPage = { status: 'awaiting_decision', limit: 100 } as const;
const deskReads = {
  page: (companyId: string): string => paths.submissions(companyId, firstPage),
  counts: paths.counts,
};
type DeskRead = keyof typeof deskReads;

export interface DeskPlace {
  readonly ours: OurContender;
  readonly other: OurContender;
  readonly waiting: number;
  /** Ends the API and starts another one in its place. */
  readonly restartApi: () => Promise<Child>;
  /** Of people who may see both companies. */
  readonly tokens: readonly string[];
  /** Absent: there is no Chromium here. */
  readonly browser?: DeskBrowser;
}

interface Session {
  readonly place: DeskPlace;
  readonly api: Child;
  readonly cookie: string;
  readonly recorder: Recorder;
}

/** By the cookie, which only a browser sends by itself. */
async function readOften({ cookie, place: { ours } }: Session, read: DeskRead, times: number): Promise<number[]> {
  const url = `${ours.server.config.apiUrl}${deskReads[read](ours.companyId)}`;
  const taken: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const once = async (): Promise<void> => {
      const response = await fetch(url, { headers: { Cookie: cookie } });
      const text = await response.text();
      if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
    };
    taken.push(await measureMs(once));
  }
  return taken;
}

/** An API that is warm and has held nobody yet, and a person signed in to it. */
async function begin(place: DeskPlace, recorder: Recorder): Promise<Session> {
  const api = await place.restartApi();
  const { apiUrl } = place.ours.server.config;
  const session = { place, api, recorder, cookie: await signIn(apiUrl, 'approver') };
  for (const read of ['page', 'counts'] as const) await readOften(session, read, warmingReads);
  return session;
}

/** @returns MiB; not a number where the system does not tell */
const readMemory = ({ api }: Session): number => readMemoryMiB(api.pid) ?? Number.NaN;

const pages = { page: 'first page (100), p95', middle: 'first page (100), median', counts: 'counts, p95' };

async function measureReads(session: Session): Promise<void> {
  const { recorder } = session;
  const taken = await readOften(session, 'page', readsPerRound);
  recorder.add(pages.page, 'ms', percentile(taken, 0.95));
  recorder.add(pages.middle, 'ms', median(taken));
  recorder.add(pages.counts, 'ms', percentile(await readOften(session, 'counts', readsPerRound), 0.95));
  recorder.add('memory of the API, nobody listening', 'MiB', readMemory(session));
}

const seatsAt = ({ tokens }: DeskPlace, companies: readonly OurContender[]): Seat[] =>
  tokens.flatMap((token, index) => {
    const company = companies[index % companies.length];
    return company ? [{ token, companyId: company.companyId }] : [];
  });

/** In an API that nobody listened to before. What the reads left to be collected is in the numbers as well. */
async function listenTo(session: Session, companies: readonly OurContender[], to: string): Promise<Audience> {
  const { place, recorder } = session;
  const before = readMemory(session);
  const audience = await openAudience(place.ours.server.config.apiUrl, seatsAt(place, companies));
  const after = readMemory(session);
  recorder.add(`memory of the API, ${deskListeners} listening to ${to}`, 'MiB', after);
  recorder.add(`more of it with ${deskListeners} listening to ${to}`, 'MiB', after - before);
  return audience;
}

async function readAgain(client: CountingClient, { companyId }: OurContender): Promise<void> {
  const answers = await Promise.all([client.list(companyId, firstPage), client.counts(companyId)]);
  for (const answer of answers) orThrow<object>(answer);
}

/** Something changes, everybody is told, and everybody reads again, all at once. */
async function measureChange(session: Session, audience: Audience): Promise<void> {
  const { place, api, recorder } = session;
  const { ours, tokens } = place;
  const { apiUrl } = ours.server.config;
  const clients = tokens.map((token) => createCountingClient(apiUrl, token));
  const [id = ''] = newIds(1);
  const before = audience.counts();
  await ours.submit(id);
  recorder.add(`a change: from the first to the last of ${deskListeners} told`, 'ms', await audience.told(before));

  const readCpu = (): number[] => [api, ours.server.processes].map(({ cpuMs }) => cpuMs() ?? Number.NaN);
  const cpuBefore = readCpu();
  const taken = await measureMs(() => Promise.all(clients.map((client) => readAgain(client, ours))));
  const [ofApi = Number.NaN, ofServer = Number.NaN] = readCpu().map(
    (cpu, index) => (cpu - (cpuBefore[index] ?? 0)) / 1_000,
  );
  recorder.add('a change: until all have read again', 's', taken / 1_000);
  recorder.add(
    'a change: answers of 503, read once more',
    'of 400',
    clients.reduce((sum, { repeated }) => sum + repeated(), 0),
  );
  recorder.add('a change: CPU of the API for that', 's', ofApi);
  recorder.add('a change: CPU of the Temporal server for that', 's', ofServer);

  const told = audience.counts();
  await ours.reject(id);
  await audience.told(told);
}

async function measureListeners(session: Session): Promise<void> {
  const { place, recorder } = session;
  const { ours, other } = place;
  const audience = await listenTo(session, [ours], 'one company');
  try {
    await measureChange(session, audience);
    recorder.add('memory of the API, after all have read again', 'MiB', readMemory(session));
  } finally {
    audience.leave();
  }
  const second = await begin(place, recorder);
  const spread = await listenTo(second, [ours, other], 'two companies');
  spread.leave();
}

const paint = {
  content: `first contentful paint, CPU slowed ${slowedBy}×`,
  row: `first row, CPU slowed ${slowedBy}×`,
};

async function measurePaint({ ours, browser }: DeskPlace, recorder: Recorder, rowText: string): Promise<void> {
  if (!browser) return;
  const contents: number[] = [];
  const rows: number[] = [];
  for (let index = 0; index < paintsPerRound; index += 1) {
    const { firstContent, firstRow } = await browser.open(`/desk/${ours.companyId}`, rowText);
    contents.push(firstContent);
    rows.push(firstRow);
  }
  recorder.add(paint.content, 'ms', median(contents));
  recorder.add(paint.row, 'ms', median(rows));
}

const typing = {
  inField: `a key in a field, to the next paint, ${limits.costCodes} cost codes, CPU slowed ${slowedBy}×, p95`,
  inRow: `a key in a cost code, to the next paint, ${limits.costCodes} cost codes, CPU slowed ${slowedBy}×, p95`,
};

async function measureTyping({ ours, browser }: DeskPlace, recorder: Recorder): Promise<void> {
  if (!browser) return;
  const { inField, inRow } = await browser.type(`/desk/${ours.companyId}?new`);
  recorder.add(typing.inField, 'ms', percentile(inField, 0.95));
  recorder.add(typing.inRow, 'ms', percentile(inRow, 0.95));
}

const goals: Readonly<Record<string, number>> = {
  [paint.content]: 1_000,
  [paint.row]: 1_000,
  [typing.inField]: 100,
  [typing.inRow]: 100,
};

export async function measureDesk(place: DeskPlace, rounds: number, say: (line: string) => void): Promise<Findings> {
  const recorder = createRecorder('desk');
  const { ours, other, waiting, browser } = place;
  say(`desk: submitting ${waiting}, and ${waitingElsewhere} to another company`);
  await submitAll(ours, newIds(waiting));
  await submitAll(other, newIds(waitingElsewhere));
  if (!browser) say('desk: no Chromium on PATH, so nothing is painted');
  for (let round = 1; round <= rounds; round += 1) {
    const session = await begin(place, recorder);
    await measureReads(session);
    await measureListeners(session);
    await measurePaint(place, recorder, 'b-');
    await measureTyping(place, recorder);
    say(`desk ${round}: done`);
  }
  if (browser) {
    for (const [name, limit] of Object.entries(goals)) recorder.limit(name, { name, bound: 'at most', limit });
  }
  return recorder.findings();
}
