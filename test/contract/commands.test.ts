import type { CommandName } from '../../workflows/contract/command-table';
import { commandBodies, ProjectId, SubmitBody } from '../../workflows/contract/commands';
import { project } from '../support/domain/fixtures';
import { listIssues } from '../support/domain/issues';

const good: Readonly<Record<CommandName, object>> = {
  accept: { revision: 1, job: { number: '24-017', fields: { division: '03' } }, note: 'Fine' },
  reject: { revision: 1, reason: 'Taken', category: 'number', fields: [{ pointer: '/number', message: 'Used' }] },
  resend: { revision: 1, project, note: 'Corrected' },
  retrieve: { revision: 1, note: 'Not yet' },
  withdraw: { revision: 1, reason: 'No project' },
  retryExport: { revision: 1, job: { number: '24-018' }, note: 'Again', confirm: 'overwrite', differencesHash: 'a1b2' },
  preflight: { revision: 1, number: '24-018' },
  comment: { revision: 1, text: 'Which contract?', isQuestion: true },
  settle: { revision: 1, ids: { job: 'J-9' }, note: 'Booked' },
};
const least: Readonly<Record<CommandName, object>> = {
  accept: { revision: 1, job: {} },
  reject: { revision: 1, reason: 'Taken' },
  resend: { revision: 1 },
  retrieve: { revision: 1 },
  withdraw: { revision: 1, reason: 'No project' },
  retryExport: { revision: 1 },
  preflight: { revision: 1 },
  comment: { revision: 1, text: 'Agreed' },
  settle: { revision: 1, ids: { job: 'J-9' }, note: 'Booked' },
};
const names = Object.keys(good) as CommandName[];
const issues = (name: CommandName, changes: object): string[] =>
  listIssues(commandBodies[name], { ...good[name], ...changes });
const entries = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'v']));
const json = (text: string): object => JSON.parse(text) as object;

describe('every command', () => {
  it.each(names)('%s is taken with all its fields and with the least', (name) => {
    expect(commandBodies[name].parse(good[name])).toEqual(good[name]);
    expect(commandBodies[name].parse(least[name])).toEqual(least[name]);
  });

  it.each(names)('%s must name its revision', (name) => {
    const message = '/revision: must name the revision this was made for, such as 1';
    expect(issues(name, { revision: undefined })).toEqual([message]);
    for (const bad of ['1', null, 1.5, Number.NaN, true, {}])
      expect(issues(name, { revision: bad })[0]).toContain('/revision: ');
    for (const bad of [0, -1, 2 ** 53]) expect(issues(name, { revision: bad })).toHaveLength(1);
  });

  it.each(names)('%s names what it does not know', (name) => {
    expect(issues(name, { by: 'x' })).toEqual(['/: Unrecognized key: "by"']);
    expect(issues(name, json('{"constructor":1}'))).toEqual(['/: Unrecognized key: "constructor"']);
    const polluted = json(JSON.stringify(good[name]).replace('{', '{"__proto__":{"revision":1},'));
    expect(listIssues(commandBodies[name], polluted)).toEqual(['/: Unrecognized key: "__proto__"']);
  });

  it.each([null, [], 'x', 5, undefined])('%p is no body', (body) => {
    for (const name of names) expect(listIssues(commandBodies[name], body)).toHaveLength(1);
  });
});

describe('reasons and notes', () => {
  const texts: readonly (readonly [CommandName, string])[] = [
    ['reject', 'reason'],
    ['withdraw', 'reason'],
    ['settle', 'note'],
    ...(['accept', 'resend', 'retrieve', 'retryExport'] as const).map((name) => [name, 'note'] as const),
  ];

  it.each(texts)('%s: %s is 1 to 2,000 clean characters and may have line breaks', (name, field) => {
    expect(issues(name, { [field]: 'r'.repeat(2_000) })).toEqual([]);
    expect(issues(name, { [field]: 'one\n\ttwo\r\nthree' })).toEqual([]);
    for (const bad of ['', ' \n\t', 'r'.repeat(2_001), 'a\u0000', 'a\ud83d', '\u001b[31m', null, 5, ['x']]) {
      const found = issues(name, { [field]: bad });
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(`/${field}: `);
    }
  });

  it.each(['reject', 'withdraw', 'settle'] as const)('%s cannot do without', (name) => {
    const field = name === 'settle' ? 'note' : 'reason';
    expect(issues(name, { [field]: undefined })[0]).toContain(`/${field}: `);
  });

  it('are trimmed and composed', () => {
    expect(commandBodies.reject.parse({ revision: 1, reason: ' Cafe\u0301 \n' })).toEqual({
      revision: 1,
      reason: 'Caf\u00e9',
    });
  });
});

describe('fields of a rejection', () => {
  const one = { pointer: '/address/city', message: 'Wrong' };

  it('are at most 50', () => {
    expect(issues('reject', { fields: Array.from({ length: 50 }, () => one) })).toEqual([]);
    expect(issues('reject', { fields: Array.from({ length: 51 }, () => one) })).toHaveLength(1);
    expect(issues('reject', { fields: [] })).toEqual([]);
  });

  it.each(['', 'name', 'a/b', ' ', '/a\u0000', '/a\nb', `/${'x'.repeat(420)}`, null, 5])(
    '%p is no pointer',
    (pointer) => {
      expect(issues('reject', { fields: [one, { ...one, pointer }] })[0]).toContain('/fields/1/pointer: ');
    },
  );

  it.each(['/', '/name', '/costCodes/03-100/code', '/customFields/a~1b', `/${'x'.repeat(419)}`])(
    '%p is a pointer',
    (pointer) => {
      expect(issues('reject', { fields: [{ ...one, pointer }] })).toEqual([]);
    },
  );

  it.each(['', 'm'.repeat(501), 'a\nb', null])('%p is no message', (message) => {
    expect(issues('reject', { fields: [{ ...one, message }] })[0]).toContain('/fields/0/message: ');
  });

  it('have no more members than these', () => {
    expect(issues('reject', { fields: [{ ...one, code: 'x' }] })).toEqual(['/fields/0: Unrecognized key: "code"']);
  });

  it('go with a category of one line', () => {
    expect(issues('reject', { category: 'c'.repeat(200) })).toEqual([]);
    for (const bad of ['', 'c'.repeat(201), 'a\nb']) expect(issues('reject', { category: bad })).toHaveLength(1);
  });
});

describe('job and ids', () => {
  it.each(['accept', 'retryExport'] as const)('%s: the job has a number and at most 50 fields', (name) => {
    expect(issues(name, { job: { number: 'n'.repeat(200), fields: entries(50) } })).toEqual([]);
    expect(issues(name, { job: { fields: entries(51) } })).toEqual(['/job/fields: at most 50 entries']);
    for (const number of ['', 'n'.repeat(201), 'a\nb', 24, null])
      expect(issues(name, { job: { number } })[0]).toContain('/job/number: ');
    for (const fields of [{ k: 5 }, { k: '' }, { k: 'v'.repeat(501) }]) {
      expect(issues(name, { job: { fields } })).toEqual([expect.stringContaining('/job/fields/k: ')]);
    }
    for (const job of [null, [], '24-017', { no: '1' }]) expect(issues(name, { job })[0]).toMatch(/^\/job: /);
  });

  it('accept needs a job, if only an empty one', () => {
    expect(issues('accept', { job: undefined })[0]).toMatch(/^\/job: /);
  });

  it('settle needs at least one id and takes at most 50', () => {
    expect(issues('settle', { ids: {} })).toEqual(["/ids: must have at least one of the ERP's ids"]);
    expect(issues('settle', { ids: entries(50) })).toEqual([]);
    expect(issues('settle', { ids: entries(51) })).toEqual(['/ids: at most 50 entries']);
    for (const ids of [undefined, null, [], 'J-9', { job: 9 }, { '': 'x' }]) {
      expect(issues('settle', { ids })[0]).toMatch(/^\/ids/);
    }
  });

  it('may be called what the language calls things', () => {
    const ids = { constructor: 'x', toString: 'y' };
    expect(commandBodies.settle.parse({ ...good.settle, ids })).toMatchObject({ ids });
  });
});

describe('resend and submit', () => {
  it('name a wrong field of the project by its place', () => {
    const broken = { ...project, currency: 'ABC', costCodes: [] };
    expect(issues('resend', { project: broken })).toEqual([
      '/project/currency: must be an ISO 4217 currency code such as "USD"',
      '/project/costCodes: needs at least one cost code',
    ]);
    expect(listIssues(SubmitBody, { projectId: 'a/b', project: { ...project, name: '' } })).toEqual([
      '/projectId: must be 1 to 64 letters, digits, "_", "." or "-", beginning with a letter or digit',
      '/project/name: must not be empty',
    ]);
  });

  it('submit needs the id, may leave out what is fetched from a source, and takes nothing else', () => {
    expect(SubmitBody.parse({ projectId: '1042', project })).toEqual({ projectId: '1042', project });
    expect(SubmitBody.parse({ projectId: '1042' })).toEqual({ projectId: '1042' });
    expect(listIssues(SubmitBody, {})).toHaveLength(1);
    expect(listIssues(SubmitBody, { projectId: '1042', project, revision: 1 })).toEqual([
      '/: Unrecognized key: "revision"',
    ]);
  });

  it.each(['', 'a/b', '..', 'a b', '-a', 'x'.repeat(65), 'a:b', 'a\n', 5, null])('%p is no project id', (projectId) => {
    expect(listIssues(ProjectId, projectId)).toHaveLength(1);
  });
});
