/** The index of one company over a scripted visibility: when it asks, what it shares, and what it answers meanwhile. */
import { createCompanyIndex, type CompanyIndexOptions } from '../../../api/gateway/open-index/company';
import type { Changes, IndexSource } from '../../../api/gateway/open-index/source';
import { createIndexes } from '../../../api/gateway/open-index/indexes';
import type { Run } from '../../../api/gateway/memo';
import { Problem } from '../../../api/problems';
import { waitFor } from '../../../dev/processes/wait-for';
import { third } from '../../support/domain/fixtures';
import { closedRow, row, second } from '../../support/api/rows';

const times = { freshMs: 1_000, wholeEveryMs: 60_000, buildWaitMs: 20 };

/** What visibility would answer now, and what it was asked. */
function scripted(open: readonly Run[] = []) {
  const script = {
    now: 1_000_000,
    open: open as readonly Run[] | undefined,
    changes: { runs: [], isWhole: true } as Changes,
    closed: { exported: 0, withdrawn: 0, terminated: 0 },
    described: undefined as Run | undefined,
    failure: undefined as Problem | undefined,
    /** What is asked waits for it. */
    gate: Promise.resolve(),
    asked: [] as string[],
  };
  async function answer<T>(question: string, value: () => T): Promise<T> {
    script.asked.push(question);
    await script.gate;
    if (script.failure) throw script.failure;
    return value();
  }
  const source: IndexSource = {
    listOpen: (most) => answer(`open ${most}`, () => script.open),
    listChanges: (since) => answer(`since ${since}`, () => script.changes),
    countClosed: () => answer('counts', () => ({ ...script.closed })),
    describe: ({ projectId }) => answer(`describe ${projectId}`, () => script.described),
  };
  return { script, source, options: { source, times, now: () => script.now } satisfies CompanyIndexOptions };
}

async function built(open: readonly Run[] = []) {
  const { script, options } = scripted(open);
  const company = createCompanyIndex(options);
  await company.readBuilt();
  script.asked.length = 0;
  const read = async () => {
    const view = await company.read();
    if (!view) throw new Error('the index is not there');
    const rows = [...view.index.rows.values()].map(({ run }) => `${run.projectId} ${run.status}`).sort();
    return { rows, counts: view.closedCounts };
  };
  return { script, company, read };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a company that was not read before', () => {
  test('is read whole once, however many read it, and is not there until then', async () => {
    const { script, options } = scripted([row('7')]);
    let open: () => void = () => undefined;
    script.gate = new Promise((resolve) => (open = resolve));
    const company = createCompanyIndex(options);
    expect(await Promise.all([company.read(), company.read()])).toEqual([undefined, undefined]);
    open();
    await waitFor('the index', company.read);
    expect(script.asked).toEqual(['open 20000', 'counts']);
  });

  test('makes whoever needs the index wait for it, and not for ever', async () => {
    const { script, options } = scripted([row('7')]);
    const company = createCompanyIndex(options);
    expect((await company.readBuilt()).index.rows.size).toBe(1);
    const slow = scripted();
    slow.script.gate = new Promise(() => undefined);
    await expect(createCompanyIndex(slow.options).readBuilt()).rejects.toMatchObject({ code: 'busy' });
    expect(script.asked).toEqual(['open 20000', 'counts']);
  });

  test('that has too many open submissions is left to visibility, and looked at again after a while', async () => {
    const { script, options } = scripted();
    script.open = undefined;
    const company = createCompanyIndex(options);
    await expect(company.readBuilt()).rejects.toMatchObject({ code: 'busy' });
    expect(await company.read()).toBeUndefined();
    expect(script.asked).toEqual(['open 20000']);
    script.open = [];
    script.now += 600_000;
    await waitFor('the index', company.read);
  });

  test('that could not be read is tried again with the next read', async () => {
    const { script, options } = scripted([row('7')]);
    script.failure = new Problem('temporal_unreachable', 'Not now.');
    const company = createCompanyIndex(options);
    await expect(company.readBuilt()).rejects.toMatchObject({ code: 'temporal_unreachable' });
    script.failure = undefined;
    await waitFor('the index', company.read);
  });

  test('knows what was written while it was read', async () => {
    const { script, options } = scripted([row('7')]);
    let open: () => void = () => undefined;
    script.gate = new Promise((resolve) => (open = resolve));
    const company = createCompanyIndex(options);
    expect(await company.read()).toBeUndefined();
    company.noteRun(row('8', { startedAt: second(9) }));
    company.noteRun(closedRow('7', 'withdrawn'));
    open();
    const view = await waitFor('the index', company.read);
    expect([...view.index.rows.keys()]).toEqual(['8']);
    expect(view.closedCounts.withdrawn).toBe(1);
  });
});

describe('a read', () => {
  test('asks nothing within a second, and then what changed since the last look and some seconds before', async () => {
    const { script, read } = await built([row('7')]);
    script.now += 999;
    await read();
    expect(script.asked).toEqual([]);
    script.changes = { runs: [row('7', { status: 'rejected', waitingSince: second(9) }), row('8')], isWhole: true };
    script.now += 1;
    expect((await read()).rows).toEqual(['7 rejected', '8 awaiting_decision']);
    expect(script.asked).toEqual([`since ${1_000_000 - 10_000}`]);
    script.now += 1_000;
    await read();
    expect(script.asked.at(-1)).toBe(`since ${1_001_000 - 10_000}`);
  });

  test('shares the look with others at the same time', async () => {
    const { script, read } = await built();
    script.now += 1_000;
    await Promise.all(Array.from({ length: 50 }, read));
    expect(script.asked.filter((question) => question.startsWith('since')).length).toBeLessThanOrEqual(2);
  });

  test('says that Temporal does not answer, and the next one makes up for what was missed', async () => {
    const { script, read } = await built();
    script.failure = new Problem('temporal_unreachable', 'Not now.');
    script.now += 50_000;
    await expect(read()).rejects.toMatchObject({ code: 'temporal_unreachable' });
    script.failure = undefined;
    await read();
    expect(script.asked.at(-1)).toBe(`since ${1_000_000 - 10_000}`);
  });

  test('reads all again after a minute, once, and finds what no look at the changes shows', async () => {
    const { script, read } = await built([row('7'), row('8')]);
    script.open = [row('8')];
    expect((await read()).rows).toHaveLength(2);
    script.now += 60_000;
    await waitFor('the row is gone', async () => (await read()).rows.length === 1);
    expect(script.asked.filter((question) => question.startsWith('open'))).toHaveLength(1);
  });

  test('finds its own write in rows and counts, and asks Temporal only for what the answer does not say', async () => {
    const { script, company, read } = await built([row('7'), row('8'), row('9')]);
    const standing = {
      companyId: 'acme',
      projectId: '7',
      runId: '7/1',
      revision: 1,
      status: 'withdrawn',
      waitingSince: second(5),
      entry: { at: second(5), type: 'withdrawn', revision: 1, actor: third },
    } as const;
    company.noteStanding(standing, false);
    expect(await read()).toMatchObject({
      rows: ['8 awaiting_decision', '9 awaiting_decision'],
      counts: { withdrawn: 1 },
    });
    expect(script.asked).toEqual([]);
    script.described = row('8', { revision: 2, name: 'Mill', waitingSince: second(6) });
    company.noteStanding(
      { ...standing, projectId: '8', runId: '8/1', revision: 2, status: 'awaiting_decision' },
      false,
    );
    script.described = closedRow('9', 'terminated');
    company.noteStanding({ ...standing, projectId: '9', runId: '9/1' }, true);
    expect(script.asked).toEqual(['describe 8', 'describe 9']);
    expect(await read()).toMatchObject({ rows: ['8 awaiting_decision'], counts: { withdrawn: 1, terminated: 1 } });
  });
});

test('a list that visibility answered is not older than what is read after it', async () => {
  const { script, company, read } = await built([row('7'), row('8', { isPaused: true })]);
  script.now += 1;
  const earlier = closedRow('7', 'exported', { executionId: '7/0', startedAt: second(-60) });
  company.noteListed({ runs: [closedRow('7', 'terminated'), earlier, closedRow('9', 'exported')], readAt: script.now });
  expect(await read()).toMatchObject({ rows: ['8 awaiting_decision'], counts: { terminated: 1, exported: 0 } });
  expect((await company.read())?.index.rows.get('8')?.run.isPaused).toBe(true);
});

describe('the counts of closed submissions', () => {
  test('are asked for again when one is seen to close, and after a minute', async () => {
    const { script, read } = await built([row('7')]);
    script.now += 1_000;
    await read();
    expect(script.asked).not.toContain('counts');
    script.changes = { runs: [closedRow('7', 'exported')], isWhole: true };
    script.closed = { exported: 1, withdrawn: 0, terminated: 0 };
    script.now += 1_000;
    expect((await read()).counts.exported).toBe(1);
    script.now += 1_000;
    expect((await read()).counts.exported).toBe(1);
    expect(script.asked.filter((question) => question === 'counts')).toHaveLength(1);
    script.now += 60_000;
    await read();
    expect(script.asked.filter((question) => question === 'counts')).toHaveLength(2);
  });
});

describe('the indexes', () => {
  const open = { companyId: 'acme', status: 'awaiting_decision' } as const;

  test('answer for open submissions only, and bind a cursor to its list', async () => {
    const { source } = scripted([row('7'), row('8'), row('9', { status: 'parked' })]);
    const indexes = createIndexes({ toSource: () => source });
    await waitFor('the index', () => indexes.count(open));
    const first = await indexes.list({ filter: open, limit: 1 });
    expect(first?.runs).toMatchObject([{ projectId: '7' }]);
    const cursor = first?.next;
    expect((await indexes.list({ filter: open, limit: 1, cursor }))?.runs).toMatchObject([{ projectId: '8' }]);
    for (const filter of [
      { ...open, status: 'parked' as const },
      { ...open, companyId: 'globex' },
      { ...open, projects: ['7'] },
    ]) {
      await expect(indexes.list({ filter, limit: 1, cursor })).rejects.toMatchObject({ code: 'malformed' });
    }
    expect(await indexes.list({ filter: { companyId: 'acme' }, limit: 1 })).toBeUndefined();
    expect(await indexes.list({ filter: { companyId: 'acme', status: 'exported' }, limit: 1 })).toBeUndefined();
    expect(await indexes.list({ filter: { ...open, alike: { number: '7' } }, limit: 1 })).toBeUndefined();
    indexes.stop();
  });

  test('wait until they are built for what visibility cannot answer, and refuse the cursor of another order', async () => {
    const { source } = scripted([row('7', { waitingSince: second(9) }), row('8'), row('9', { revision: 2 })]);
    const indexes = createIndexes({ toSource: () => source });
    const first = await indexes.list({ filter: open, sort: 'waiting', limit: 1 });
    expect(first?.runs).toMatchObject([{ projectId: '8' }]);
    const cursor = first?.next;
    expect((await indexes.list({ filter: open, sort: 'waiting', limit: 1, cursor }))?.runs).toMatchObject([
      { projectId: '9' },
    ]);
    const resent = { ...open, why: 'resent' } as const;
    expect((await indexes.list({ filter: resent, limit: 5 }))?.runs).toMatchObject([{ projectId: '9' }]);
    const early = { ...open, waitingBefore: second(9) };
    expect((await indexes.list({ filter: early, limit: 5 }))?.runs).toHaveLength(2);
    const ofVisibility = '1.AAAAAAAAAAAAAAAA.AAAA';
    for (const request of [
      { filter: open, limit: 1, cursor },
      { filter: early, sort: 'waiting' as const, limit: 1, cursor },
      { filter: open, sort: 'waiting' as const, limit: 1, cursor: ofVisibility },
      { filter: resent, limit: 1, cursor: ofVisibility },
    ]) {
      await expect(indexes.list(request)).rejects.toMatchObject({ code: 'malformed' });
    }
    expect(await indexes.list({ filter: open, limit: 1, cursor: ofVisibility })).toBeUndefined();
    indexes.stop();
  });

  test('count all, and for who sees some projects only what is open', async () => {
    const { script, source } = scripted([row('7'), row('8')]);
    script.closed = { exported: 4, withdrawn: 0, terminated: 0 };
    const indexes = createIndexes({ toSource: () => source });
    expect(await waitFor('the index', () => indexes.count(open))).toBe(2);
    expect(await indexes.count({ companyId: 'acme', status: 'exported' })).toBe(4);
    expect(await indexes.count({ ...open, projects: ['8', 'not an id'] })).toBe(1);
    expect(await indexes.count({ companyId: 'acme', status: 'exported', projects: ['8'] })).toBeUndefined();
    indexes.stop();
  });

  test('are at most twenty: the one that was read longest ago is dropped, and so is one that nobody reads', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const indexes = createIndexes({ toSource: () => scripted().source });
    for (let n = 0; n < 20; n += 1) await indexes.count({ ...open, companyId: `c${n}` });
    await indexes.count({ ...open, companyId: 'c0' });
    await indexes.count({ ...open, companyId: 'c20' });
    expect(indexes.find('c1')).toBeUndefined();
    expect(indexes.find('c0')).toBeDefined();
    jest.advanceTimersByTime(300_000);
    await settled();
    expect(indexes.find('c0')).toBeUndefined();
    expect(indexes.find('c20')).toBeUndefined();
    jest.useRealTimers();
  });
});
