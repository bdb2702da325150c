/** Procore read over its REST API, from a real process that keeps the documented limits. */
import { inspect } from 'node:util';
import type { SourceUnavailable } from '../../../activities/write-back-port';
import { withinMs, type Source } from '../../../adapters/source/source';
import { sourceAt } from '../../support/procore/client';
import { startProcore } from '../../support/procore/process';
import { costCode, manyCostCodes, procoreCostCodes, procoreProject } from '../../support/procore/fixtures';
import { emptyWorld, type World } from '../../support/procore/world';
import { waitFor } from '../../../dev/processes/wait-for';
import { useStarted } from '../../support/use-started';

const procore = useStarted(() => startProcore());

const fresh = (): World => ({
  ...emptyWorld(),
  projects: [procoreProject],
  costCodes: { '89025': [...procoreCostCodes] },
});

async function given(change: Partial<World> = {}): Promise<Source> {
  await procore.change({ ...fresh(), ...change });
  await procore.act('forgetCalls');
  await procore.act('newWindows');
  return sourceAt(procore.url);
}

/** The project, or what was thrown. */
const fetchBy = (source: Source, projectId = '89025', ms = 4_000) =>
  withinMs(ms, (deadline) => source.fetchProject(projectId, deadline)).catch(
    (error: unknown) => error as SourceUnavailable,
  );

const listCalls = async (): Promise<string[]> =>
  (await procore.calls()).map(({ method, path, status }) => `${method} ${path.split('?')[0] ?? ''} ${status}`);

const project = { name: 'Riverside Clinic', costCodes: { length: 2 } };
const showsProject = 'GET /rest/v1.0/projects/89025 200';
const listsCodes = 'GET /rest/v1.0/cost_codes 200';

describe('a project', () => {
  test('is read in two calls and one token', async () => {
    const source = await given();
    const before = await procore.tokensGiven();
    expect(await fetchBy(source)).toMatchObject(project);
    expect(await listCalls()).toEqual([showsProject, listsCodes]);
    expect(await procore.tokensGiven()).toBe(before + 1);
  });

  const withFields = { ...procoreProject, custom_fields: { custom_field_5: { value: 'north' } } };
  const showsDefinitions = 'GET /rest/v1.1/companies/7656/custom_field_definitions';

  test('with custom fields is read in three calls, and they are called by their labels', async () => {
    const definitions = [
      { id: 4, label: 'Other' },
      { id: 5, label: 'Region' },
    ];
    const source = await given({ projects: [withFields], definitions });
    expect(await fetchBy(source)).toMatchObject({ customFields: { Region: 'north' } });
    expect(await listCalls()).toEqual([showsProject, `${showsDefinitions} 200`, listsCodes]);
  });

  test('whose labels are not shown to us keeps the keys', async () => {
    const source = await given({ projects: [withFields], definitions: 'not shown to this client' });
    expect(await fetchBy(source)).toMatchObject({ customFields: { custom_field_5: 'north' } });
    expect(await listCalls()).toEqual([showsProject, `${showsDefinitions} 403`, listsCodes]);
  });

  test('is read as it is, also where it holds what we sign in with', async () => {
    const { clientSecret } = emptyWorld();
    const source = await given({ projects: [{ ...procoreProject, name: `Sold as ${clientSecret}` }] });
    expect(await fetchBy(source)).toMatchObject({ name: `Sold as ${clientSecret}` });
  });

  test('that was corrected is read as it is now, with the same token', async () => {
    const source = await given();
    await fetchBy(source);
    const before = await procore.tokensGiven();
    await procore.change({ projects: [{ ...procoreProject, name: 'Riverside Health Clinic' }] });
    expect(await fetchBy(source)).toMatchObject({ name: 'Riverside Health Clinic' });
    expect(await procore.tokensGiven()).toBe(before);
    expect(source.calls()).toBe(4);
  });

  test('that is not there, or not shown to us, is not found, and costs one call', async () => {
    const source = await given();
    expect(await fetchBy(source, '4711')).toMatchObject({
      name: 'SourceNotFound',
      message: 'Procore shows no project 4711 to this account (404: Not found).',
    });
    expect(await listCalls()).toEqual(['GET /rest/v1.0/projects/4711 404']);
  });

  test.each(['P-1042', '0', '89025.0', '99999999999999999'])('of the id %s is not asked for', async (projectId) => {
    const source = await given();
    expect(await fetchBy(source, projectId)).toMatchObject({ name: 'SourceNotFound' });
    expect(await listCalls()).toEqual([]);
  });

  test('of a company that is not connected is not found, in the words of Procore', async () => {
    await given();
    expect(await fetchBy(sourceAt(procore.url, { companyId: '1' }))).toMatchObject({
      name: 'SourceNotFound',
      message: expect.stringContaining('App is not connected to this company') as string,
    });
  });

  test('that does not fit names the fields', async () => {
    const source = await given({ projects: [{ ...procoreProject, project_number: null }] });
    expect(await fetchBy(source)).toMatchObject({ name: 'SourceDoesNotFit', misfits: [{ pointer: '/number' }] });
  });
});

const plenty = { calls: 1_000_000, seconds: 3_600 };

describe('the token', () => {
  test('that ended before its time, in the middle, is renewed once and nothing is missed', async () => {
    const source = await given({ delayMs: 1_000 });
    const fetching = fetchBy(source);
    await waitFor('the project is asked for', async () => (await listCalls()).length === 1);
    await procore.act('revokeTokens');
    expect(await fetching).toMatchObject(project);
    expect(await listCalls()).toEqual([showsProject, 'GET /rest/v1.0/cost_codes 401', listsCodes]);
  });

  test('that is refused again when it is new is not asked for a third time', async () => {
    const source = await given({ failures: [{ status: 401 }, { status: 401 }] });
    const before = await procore.tokensGiven();
    expect(await fetchBy(source)).toMatchObject({ name: 'SourceUnavailable' });
    expect(await listCalls()).toHaveLength(2);
    expect(await procore.tokensGiven()).toBe(before + 2);
  });

  test('is renewed before it ends: no call is refused for it', async () => {
    const source = await given({ expiresInSeconds: 3, hourly: plenty, spike: plenty });
    const before = await procore.tokensGiven();
    const isRenewed = async (): Promise<boolean> => {
      expect(await fetchBy(source)).toMatchObject(project);
      return (await procore.tokensGiven()) === before + 2;
    };
    await waitFor('a second token', isRenewed);
    expect((await procore.calls()).filter(({ status }) => status !== 200)).toEqual([]);
  });

  test('is asked for once by many at the same time', async () => {
    const source = await given();
    const before = await procore.tokensGiven();
    const all = await Promise.all(Array.from({ length: 10 }, () => fetchBy(source)));
    expect(all).toMatchObject(Array.from({ length: 10 }, () => project));
    expect(await procore.tokensGiven()).toBe(before + 1);
  });

  test('that is refused to wrong credentials is not asked for again at once, and no secret is told', async () => {
    await given();
    const source = sourceAt(procore.url, { secret: 'wrong-secret' });
    const before = await procore.tokensGiven();
    const [first, second] = [await fetchBy(source), await fetchBy(source)];
    expect(first).toMatchObject({ name: 'SourceUnavailable', retryAfterMs: 30_000 });
    expect(second).toEqual(first);
    expect(inspect(first)).not.toContain('wrong-secret');
    expect([await procore.tokensGiven(), await listCalls()]).toEqual([before, []]);
  });
});

describe('a limit', () => {
  const calls = async (): Promise<number> => (await procore.calls()).length;

  test('of ten seconds is never run into: what does not fit into it waits for the next window', async () => {
    const source = await given({ spike: { calls: 4, seconds: 2 } });
    const all = [];
    for (let n = 0; n < 4; n += 1) all.push(await fetchBy(source));
    expect(all).toMatchObject([project, project, project, project]);
    expect(await procore.calls()).toHaveLength(8);
    expect((await procore.calls()).filter(({ status }) => status !== 200)).toEqual([]);
  });

  test('of an hour is never run into: what does not fit is told when to come again, without a call', async () => {
    const source = await given({ hourly: { calls: 5, seconds: 3_600 } });
    const outcomes = [];
    for (let n = 0; n < 4; n += 1) outcomes.push(await fetchBy(source));
    expect(outcomes).toMatchObject([project, project, { name: 'SourceUnavailable' }, { name: 'SourceUnavailable' }]);
    const [, , third] = outcomes;
    const { retryAfterMs } = third as SourceUnavailable;
    expect(retryAfterMs).toBeGreaterThan(3_500_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_601_000);
    // Five were allowed; a fetch takes two, so the fifth would have been for nothing.
    expect(await calls()).toBe(4);
  });

  test.each([
    ['spike', false],
    ['spike', true],
    ['hourly', false],
    ['hourly', true],
  ] as const)(
    'that others used up (%s, Retry-After %s): one 429 is believed, and no further call made',
    async (which, saysRetryAfter) => {
      const seconds = which === 'spike' ? 10 : 3_600;
      const other = await given({ [which]: { calls: 2, seconds } });
      await fetchBy(other);
      await procore.change({ saysRetryAfter });
      await procore.act('forgetCalls');
      const source = sourceAt(procore.url);
      expect(await fetchBy(source)).toMatchObject({ name: 'SourceUnavailable' });
      const again = await fetchBy(source);
      expect(again).toMatchObject({ name: 'SourceUnavailable' });
      const { retryAfterMs } = again as SourceUnavailable;
      expect(retryAfterMs).toBeGreaterThan((seconds - 5) * 1_000);
      expect(await listCalls()).toEqual(['GET /rest/v1.0/projects/89025 429']);
    },
  );

  test('met by many at once: each is answered or told to wait, and none is refused by Procore', async () => {
    const source = await given({ spike: { calls: 10, seconds: 10 } });
    const all = await Promise.all(Array.from({ length: 12 }, () => fetchBy(source)));
    const names = new Set(all.map(({ name }) => name));
    expect([...names].sort()).toEqual(['Riverside Clinic', 'SourceUnavailable']);
    const refused = (await procore.calls()).filter(({ status }) => status === 429);
    expect(refused).toEqual([]);
    expect(await calls()).toBeLessThanOrEqual(10);
  });
});

describe('when Procore is not well', () => {
  test('a slow answer ends in time, and says so', async () => {
    const source = await given({ delayMs: 60_000 });
    expect(await fetchBy(source, '89025', 300)).toMatchObject({
      name: 'SourceUnavailable',
      message: 'Procore did not answer in time.',
    });
    expect(await listCalls()).toEqual([showsProject]);
  });

  test('an address where nobody listens is unavailable', async () => {
    expect(await fetchBy(sourceAt('http://127.0.0.1:1'))).toMatchObject({ name: 'SourceUnavailable' });
  });

  test('a 503 is believed for as long as its Retry-After says', async () => {
    const source = await given({ failures: [{ status: 503, retryAfter: '120' }] });
    expect(await fetchBy(source)).toMatchObject({ name: 'SourceUnavailable', retryAfterMs: 120_000 });
    expect(await fetchBy(source)).toMatchObject({ name: 'SourceUnavailable' });
    expect(await listCalls()).toHaveLength(1);
  });

  test.each([500, 502, 408, 422])('a %i is unavailable now, and the next fetch does', async (status) => {
    const source = await given({ failures: [{ status }] });
    expect(await fetchBy(source)).toMatchObject({ name: 'SourceUnavailable' });
    expect(await fetchBy(source)).toMatchObject(project);
  });

  test('another project than the one asked for is not taken', async () => {
    const source = await given({ isMisrouted: true, projects: [{ ...procoreProject, id: 1 }] });
    expect(await fetchBy(source)).toMatchObject({
      name: 'SourceUnavailable',
      message: 'Procore answered with another project than requested.',
    });
  });

  test('an answer in another form than documented is named, not guessed at', async () => {
    const source = await given({ costCodes: { '89025': [{ ...costCode(1, '01', 'A'), line_item_types: 'L' }] } });
    expect(await fetchBy(source)).toMatchObject({
      name: 'SourceUnavailable',
      message: expect.stringContaining('(0.line_item_types)') as string,
    });
  });
});

describe('a list in pages', () => {
  test('is read whole, page by page', async () => {
    const source = await given({ largestPage: 300, costCodes: { '89025': [...manyCostCodes(700)] } });
    expect(await fetchBy(source)).toMatchObject({ costCodes: { length: 700 } });
    expect(await listCalls()).toEqual([showsProject, listsCodes, listsCodes, listsCodes]);
  });

  const faults = [
    ['repeats', 3],
    ['shrinks', 3],
    ['noTotal', 2],
  ] as const;

  test.each(faults)('whose page %s is not taken, and read no further (%i calls)', async (pageFault, calls) => {
    const source = await given({ largestPage: 300, costCodes: { '89025': [...manyCostCodes(700)] }, pageFault });
    expect(await fetchBy(source)).toMatchObject({ name: 'SourceUnavailable' });
    expect(await listCalls()).toHaveLength(calls);
  });

  test('of far more than a document takes costs one page', async () => {
    const source = await given({ largestPage: 300, costCodes: { '89025': [...manyCostCodes(10_001)] } });
    expect(await fetchBy(source)).toMatchObject({ name: 'SourceDoesNotFit', misfits: [{ pointer: '/costCodes' }] });
    expect(await listCalls()).toEqual([showsProject, listsCodes]);
  });
});
