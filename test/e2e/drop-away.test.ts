/** The share of a company's drop goes away while projects are accepted, and comes back. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { example, until, useStack } from '../support/processes/stack';

const clinic = example('northfield-clinic');
const stack = useStack();
let drop: string;

beforeAll(() => {
  drop = join(stack.varDirectory, 'erp', 'acme');
});

const submit = (projectId: string) =>
  stack.acme('POST', '/submissions', { as: 'admin', body: { projectId, project: clinic } });

const accept = (projectId: string, number: string) =>
  stack.acme('POST', `/submissions/${projectId}/accept`, { as: 'approver', body: { revision: 1, job: { number } } });

const view = (projectId: string) =>
  stack.acme('GET', `/submissions/${projectId}`, { as: 'operator' }).then(({ body }) => body);

interface Export {
  readonly lastFailure?: { readonly code: string; readonly message: string };
  readonly parked?: { readonly code: string };
}
const readExport = (of: Readonly<Record<string, unknown>>) => of['export'] as Export | undefined;

/** An empty folder lies in its place, as where a mount is gone. */
function takeAway(): void {
  renameSync(drop, `${drop}.away`);
  mkdirSync(drop);
}
/** Fails where anything was made there. */
function giveBack(): void {
  rmdirSync(drop);
  renameSync(`${drop}.away`, drop);
}

const projectIds = Array.from({ length: 16 }, (_, n) => `p-${n + 1}`);

test('a drop that is away is waited for: nothing is exported into nowhere, no number is given twice, all get there', async () => {
  await Promise.all([...projectIds, 'rival'].map(submit));
  const accepted = projectIds.map((id, n) => accept(id, `26-${n + 1}`));
  await until('the first import file', () =>
    Promise.resolve(readdirSync(join(drop, 'inbox')).find((name) => name.endsWith('.json'))),
  );
  takeAway();
  await Promise.all(accepted);
  // The number of a project that is in the drop: claims that were made anew would give it once more.
  const [early = ''] = readdirSync(join(`${drop}.away`, 'numbers'));
  expect(await accept('rival', early)).toMatchObject({ status: 200 });
  // Attempts that were under way met a directory that is missing; the others may wait for the company's circuit.
  await until('an attempt that finds another drop', async () => {
    const failures = (await Promise.all([...projectIds, 'rival'].map(view))).map((of) => readExport(of)?.lastFailure);
    return failures.find(
      (found) => found?.code === 'erp_unavailable' && found.message.includes('does not hold the drop'),
    );
  });
  expect(readdirSync(drop)).toEqual([]);
  giveBack();

  for (const id of projectIds) expect(await stack.untilStatus(id, 'exported')).toMatchObject({ revision: 1 });
  expect(readExport(await stack.untilStatus('rival', 'parked'))?.parked?.code).toBe('erp_number_taken');
  const inInbox = readdirSync(join(drop, 'inbox')).filter((name) => name.endsWith('.json'));
  expect(inInbox.sort()).toEqual(projectIds.map((id) => `acme~${id}.json`).sort());
  const numbers = inInbox.map((name) => {
    const { job } = JSON.parse(readFileSync(join(drop, 'inbox', name), 'utf8')) as { job: { number: string } };
    return job.number;
  });
  expect(new Set(numbers).size).toBe(projectIds.length);
});
