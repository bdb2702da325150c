/** Input that is wrong in every way somebody thought of: each gets its answer, and nothing reaches a workflow. */
import { createMemoryGateway } from '../support/api/gateway';
import { startApi, type Received, type Sent } from '../support/api/server';
import { signToken } from '../support/api/tokens';
import { project, stages } from '../support/domain/fixtures';
import { useStarted } from '../support/use-started';

const gateway = createMemoryGateway();
const company = '/v1/companies/acme';
const api = useStarted(() => startApi(gateway));
let token: string;

beforeAll(async () => {
  token = await signToken('ada', { acme: { admin: true, approver: true, operator: true } });
});
beforeEach(() => gateway.clear());

const post = (path: string, sent: Sent): Promise<Received> => api.send('POST', `${company}${path}`, { token, ...sent });
const submit = (changes: object): Promise<Received> =>
  post('/submissions', { json: { projectId: '1042', project: { ...project, ...changes } } });

/** `{pointer: code}` of every error. */
const listErrors = ({ json }: Received): Record<string, string> =>
  Object.fromEntries(
    ((json['errors'] ?? []) as { pointer: string; code: string }[]).map(({ pointer, code }) => [pointer, code]),
  );

const [costCode] = project.costCodes;

describe('a project', () => {
  const wrong: readonly [string, object, Record<string, string>][] = [
    ['an unknown field', { colour: 'red' }, { '/project/colour': 'unknown_field' }],
    [
      'an unknown field deep inside',
      { address: { ...project.address, planet: 'X' } },
      { '/project/address/planet': 'unknown_field' },
    ],
    ['no name', { name: undefined }, { '/project/name': 'required' }],
    ['a blank name', { name: ' \t ' }, { '/project/name': 'too_small' }],
    ['a name that is no text', { name: 7 }, { '/project/name': 'wrong_type' }],
    ['a name of 201 characters', { name: 'x'.repeat(201) }, { '/project/name': 'too_big' }],
    ['a control character', { name: 'a\u0007b' }, { '/project/name': 'invalid' }],
    ['a name of nothing that is seen', { name: '\u200b' }, { '/project/name': 'invalid' }],
    ['a name that turns what follows', { name: 'a\u202eb' }, { '/project/name': 'invalid' }],
    ['what a wrong encoding left', { name: 'Caf\ufffd' }, { '/project/name': 'invalid' }],
    ['a number that looks like another', { number: '26-700\ufe0f' }, { '/project/number': 'invalid' }],
    [
      'keys that are the same: none is lost',
      { customFields: { 'Caf\u00e9': '1', 'Cafe\u0301': '2', ' x': '3', x: '4' } },
      { '/project/customFields/Cafe\u0301': 'invalid', '/project/customFields/x': 'invalid' },
    ],
    ['a key that is not seen', { customFields: { 'a\u200b': '1' } }, { '/project/customFields/a\u200b': 'invalid' }],
    [
      'a code twice in another form',
      { costCodes: [costCode, { ...costCode, code: '\uff10\uff13\u2010\uff11\uff10\uff10' }] },
      { '/project/costCodes/1/code': 'invalid' },
    ],
    ['a currency that is gone', { currency: 'HRK' }, { '/project/currency': 'invalid' }],
    ['money as a number', { totalValue: 12.5 }, { '/project/totalValue': 'wrong_type' }],
    ['money that is no number', { totalValue: 'NaN' }, { '/project/totalValue': 'wrong_format' }],
    ['money without an end', { totalValue: 'Infinity' }, { '/project/totalValue': 'wrong_format' }],
    ['money with an exponent', { totalValue: '1e9' }, { '/project/totalValue': 'wrong_format' }],
    ['negative money', { totalValue: '-1' }, { '/project/totalValue': 'wrong_format' }],
    [
      'dates in the wrong order',
      { startDate: '2027-01-02', completionDate: '2027-01-01' },
      { '/project/completionDate': 'invalid' },
    ],
    ['a day that does not exist', { startDate: '2026-02-30' }, { '/project/startDate': 'wrong_format' }],
    [
      'a country nobody knows',
      { address: { ...project.address, country: 'QQ' } },
      { '/project/address/country': 'invalid' },
    ],
    ['a currency nobody knows', { currency: 'XXQ' }, { '/project/currency': 'invalid' }],
    ['no cost codes', { costCodes: [] }, { '/project/costCodes': 'too_small' }],
    ['the same cost code twice', { costCodes: [costCode, costCode] }, { '/project/costCodes/1/code': 'invalid' }],
    [
      '2,001 cost codes',
      { costCodes: Array.from({ length: 2_001 }, (_, index) => ({ ...costCode, code: `C-${index}` })) },
      { '/project/costCodes': 'too_big' },
    ],
    [
      'a cost code without types',
      { costCodes: [{ ...costCode, costTypes: [] }] },
      { '/project/costCodes/0/costTypes': 'too_small' },
    ],
    ['a slash in a custom key', { customFields: { 'a/b': 7 } }, { '/project/customFields/a~1b': 'wrong_type' }],
  ];
  test.each(wrong)('with %s is 400 and the field is named', async (_, changes, errors) => {
    const received = await submit(changes);
    expect(received.status).toBe(400);
    expect(listErrors(received)).toEqual(errors);
  });

  test('over 512 KiB is 413', async () => {
    const customFields = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`field ${index}`, '\u{1F3D7}'.repeat(700)]),
    );
    const received = await submit({ customFields });
    expect({ status: received.status, code: received.json['code'] }).toEqual({ status: 413, code: 'body_too_large' });
    expect(received.json['detail']).toMatch(/512 KiB.*this one has 5\d\d/);
  });

  test.each(['a/b', '', '.', '-a', 'a'.repeat(65), 'a b', 'a:b', '../x', 'ä', 7, null])(
    'with the id %j is 400',
    async (projectId) => {
      const received = await post('/submissions', { json: { projectId, project } });
      expect(received.status).toBe(400);
      expect(Object.keys(listErrors(received))).toEqual(['/projectId']);
    },
  );

  test('is trimmed and brought to NFC', async () => {
    const received = await submit({ name: '  Cafe\u0301  ' });
    expect(received.json['project']).toMatchObject({ name: 'Caf\u00e9' });
  });
});

describe('JSON with traps', () => {
  const inProject = (text: string): string => `{"projectId":"1042","project":${text}}`;
  test.each([
    ['__proto__ at the top', '{"__proto__":{"admin":true},"projectId":"1042"}', '__proto__'],
    ['__proto__ inside', inProject('{"name":"x","__proto__":{"number":"1"}}'), '__proto__'],
    ['an escaped __proto__', inProject('{"\\u005f_proto__":{}}'), '__proto__'],
    ['constructor', inProject('{"constructor":{"prototype":{"x":1}}}'), 'constructor'],
    ['prototype in a list', inProject('{"costCodes":[{"prototype":1}]}'), 'prototype'],
  ])('%s is 400 and the key is named', async (_, body, key) => {
    const received = await post('/submissions', { body });
    expect(received.status).toBe(400);
    expect(received.json['detail']).toContain(`"${key}"`);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test.each([
    ['broken', '{"projectId":'],
    ['no JSON', 'hello'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['a number', '7'],
    ['null', 'null'],
    ['nothing', ''],
    ['blank', '  '],
    ['NaN', '{"a":NaN}'],
    ['two values', '{}{}'],
    ['a key twice, of which one would be lost', inProject('{"name":"A","name":"B"}')],
    ['a lone surrogate', inProject('{"name":"\\ud800"}')],
    ['half a character in a key', inProject('{"\\udc00":1}')],
    ['nested without end', '['.repeat(100_000)],
    ['nested far too deep', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ])('%s is 400', async (_, body) => {
    const received = await post('/submissions', { body });
    expect({ status: received.status, code: received.json['code'] }).toEqual({ status: 400, code: 'malformed' });
  });

  const withBytes = (...bytes: number[]): Buffer => {
    const [before, after] = inProject(JSON.stringify({ ...project, name: '#' })).split('#');
    return Buffer.concat([Buffer.from(before ?? ''), Buffer.from(bytes), Buffer.from(after ?? '')]);
  };
  test.each([
    ['a byte that begins nothing', withBytes(0xff)],
    ['a letter cut in half', withBytes(0xc3)],
    ['an overlong slash', withBytes(0xc0, 0xaf)],
    ['half a surrogate in bytes', withBytes(0xed, 0xa0, 0x80)],
    ['UTF-16', Buffer.from(inProject(JSON.stringify(project)), 'utf16le')],
  ])('%s is 400', async (_, body) => {
    expect((await post('/submissions', { body })).status).toBe(400);
    expect((await post('/submissions', { body: withBytes(0xc3, 0xa4) })).status).toBe(201);
  });

  test('far too many members are refused before they are looked at', async () => {
    const received = await post('/submissions', { body: inProject(`{"costCodes":[${'0,'.repeat(200_000)}0]}`) });
    expect(received.json['detail']).toBe('There are more than 10000 members at /project/costCodes.');
  });

  test('compressed is 415', async () => {
    const sent = { body: '{}', headers: { 'content-encoding': 'gzip' } };
    expect((await post('/submissions', sent)).status).toBe(415);
  });

  test('a body of 1 MiB and one byte is 413, also when its length is not said', async () => {
    const body = ' '.repeat(1024 * 1024 + 1);
    expect((await post('/submissions', { body })).status).toBe(413);
    const headers = { 'transfer-encoding': 'chunked' };
    expect((await post('/submissions', { body, headers })).status).toBe(413);
  });
});

describe('a command', () => {
  const command = (name: string, json: object): Promise<Received> => post(`/submissions/1042/${name}`, { json });
  beforeEach(() => gateway.put(stages.awaiting_decision));

  test.each([undefined, null, 0, -1, 1.5, '1', 1e300, true])('for the revision %j is 400', async (revision) => {
    const received = await command('reject', { revision, reason: 'No.' });
    expect(received.status).toBe(400);
    expect(Object.keys(listErrors(received))).toEqual(['/revision']);
  });

  test.each(['', '   ', '\n', 'x'.repeat(2_001), 'a\u0000b'])('with the reason %j is 400', async (reason) => {
    expect(Object.keys(listErrors(await command('reject', { revision: 1, reason })))).toEqual(['/reason']);
  });

  test('with a reason of several lines is taken as it is', async () => {
    const received = await command('reject', { revision: 1, reason: ' First.\nSecond. ' });
    expect(received.json['entry']).toMatchObject({ text: 'First.\nSecond.' });
  });

  test('that says who is acting is 400: the token says it', async () => {
    const by = { revision: 1, reason: 'No.', by: 'boss', actor: { id: 'boss' }, request: { id: 'x' } };
    expect(listErrors(await command('reject', by))).toEqual({
      '/by': 'unknown_field',
      '/actor': 'unknown_field',
      '/request': 'unknown_field',
    });
    expect(gateway.commands).toEqual([]);
  });

  test('that brings its own rules is 400: the company has them', async () => {
    gateway.put(stages.rejected);
    expect(listErrors(await command('resend', { revision: 1, fresh: {} }))).toEqual({ '/fresh': 'unknown_field' });
  });

  test.each([
    ['a pointer that is none', [{ pointer: 'address', message: 'x' }]],
    ['51 fields', Array.from({ length: 51 }, () => ({ pointer: '/name', message: 'x' }))],
    ['no list', {}],
  ])('that points at fields with %s is 400', async (_, fields) => {
    expect((await command('reject', { revision: 1, reason: 'No.', fields })).status).toBe(400);
  });
});

describe('a list', () => {
  const list = (query: string): Promise<Received> => api.send('GET', `${company}/submissions?${query}`, { token });

  test.each([
    'status=open',
    'status=',
    'status=rejected&status=parked',
    'status[]=rejected',
    'limit=0',
    'limit=101',
    'limit=ten',
    'limit=1.5',
    'limit=1e2',
    'limit=0x10',
    'limit=%205',
    'limit=',
    'q=',
    'q=%20%20',
    'q=a%00b',
    `q=${'a'.repeat(101)}`,
    'cursor=',
    'sort=oldest&status=parked',
    'sort=waiting',
    'sort=waiting&status=exported',
    'why=new',
    'why=parked&status=parked',
    'why=new&status=terminated',
    'waitingBefore=2026-11-23T08:00:00Z',
    'waitingBefore=yesterday&status=parked',
    'waitingBefore=2026-11-23T08:00:00%2B01:00&status=parked',
    'colour=red',
    '__proto__=x',
  ])('asked with %s is 400', async (query) => {
    const received = await list(query);
    expect({ status: received.status, code: received.json['code'] }).toEqual({ status: 400, code: 'malformed' });
  });

  test('for an order or a filter that needs an open status is told which it can be', async () => {
    const { json } = await list('sort=waiting&why=new');
    const message =
      'needs one open status: add status= with one of awaiting_decision, rejected, retrieved, exporting, parked';
    expect(json['errors']).toMatchObject([
      { pointer: '/sort', message },
      { pointer: '/why', message },
    ]);
  });

  test.each([
    '',
    'limit=1',
    'limit=100',
    'status=terminated',
    'q=A_b.c-1',
    'q=a%27%20OR%201=1',
    'q=%25',
    'q=%22%5C',
    'sort=newest',
    'sort=waiting&status=awaiting_decision',
    'why=resent&waitingBefore=2026-11-23T08:00:00Z&status=parked',
  ])('asked with %j is 200', async (query) => {
    expect((await list(query)).status).toBe(200);
  });
});
