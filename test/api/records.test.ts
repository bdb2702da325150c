/** The record of a run, and the records that are fetched out before retention takes them. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../adapters/canonical-json';
import { recordHeader } from '../../api/record-lines';
import { SubmissionRecord } from '../../workflows/contract/record';
import { createMemoryGateway } from '../support/api/gateway';
import { startApi } from '../support/api/server';
import { signToken } from '../support/api/tokens';
import { at, stages } from '../support/domain/fixtures';
import { useStarted } from '../support/use-started';

const gateway = createMemoryGateway();
const api = useStarted(() => startApi(gateway));
let token: string;

beforeAll(async () => {
  token = await signToken('olga', { acme: { operator: true } });
});
beforeEach(() => gateway.clear());

const get = (path: string) => api.send('GET', `/v1/companies/acme${path}`, { token });
const parseLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('canonical JSON', () => {
  test('is the example of RFC 8785', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('sorts keys by UTF-16 code units and leaves out what is undefined', () => {
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, gone: undefined })).toBe(
      '{"\\r":2,"1":4,"€":1,"😀":5,"\ufb33":3}',
    );
  });
});

describe('the record of a run', () => {
  test('is the whole state with its revisions, and the hash of its canonical JSON', async () => {
    gateway.put(stages.exported);
    const { status, json } = await get('/submissions/1042/record');
    expect(status).toBe(200);
    const record = SubmissionRecord.parse(json['record']);
    expect(record).toMatchObject({ status: 'exported', policy: { fourEyes: true }, receipt: { ids: { job: 'J-9' } } });
    expect(record.revisions).toMatchObject([{ revision: 1, decisions: [{ decision: 'accept', by: { id: 'tess' } }] }]);
    expect(json['format']).toBe('ledgergate.record/1');
    expect(json['sha256']).toBe(createHash('sha256').update(canonicalJson(json['record'])).digest('hex'));
  });

  test('of an open run is how far it came', async () => {
    gateway.put(stages.rejected);
    const { json } = await get('/submissions/1042/record');
    expect(json['record']).toMatchObject({
      status: 'rejected',
      revisions: [{ rejection: { reason: expect.any(String) } }],
    });
  });

  test('by a run id that is none is 400 and names it', async () => {
    const { status, json } = await get('/submissions/1042/record?runId=7');
    expect({ status, errors: json['errors'] }).toMatchObject({ status: 400, errors: [{ pointer: '/runId' }] });
  });
});

describe('the records of a time', () => {
  const closed = () => {
    gateway.put(stages.exported);
    gateway.put({ ...stages.withdrawn, projectId: '1043' });
    gateway.put({ ...stages.rejected, projectId: '1044' });
  };

  test('are a line each, of closed runs alone, with their hashes', async () => {
    closed();
    const { status, text, headers } = await get('/records?from=2026-03-01&to=2026-03-02');
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: 'application/jsonl; charset=utf-8',
    });
    const lines = parseLines(text);
    expect(lines).toMatchObject([
      { format: 'ledgergate.record/1', projectId: '1042', status: 'exported', closedAt: at(8) },
      { projectId: '1043', status: 'withdrawn' },
    ]);
    for (const { sha256, record } of lines) {
      expect(sha256).toBe(createHash('sha256').update(canonicalJson(record)).digest('hex'));
    }
  });

  test('hold what closed at `from`, and not what closed at `to`', async () => {
    gateway.put(stages.exported);
    expect(parseLines((await get(`/records?from=${at(8)}&to=${at(9)}`)).text)).toHaveLength(1);
    expect(parseLines((await get(`/records?from=${at(7)}&to=${at(8)}`)).text)).toHaveLength(0);
  });

  test('are rows for a spreadsheet that takes none of them for a formula', async () => {
    gateway.put({ ...stages.exported, project: { ...stages.exported.project, name: '=cmd()|"x",1' } });
    const { text, headers } = await get('/records?from=2026-03-01&to=2026-03-02&format=csv');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    const [header = '', row = '', end] = text.split('\r\n');
    expect(`${header}\r\n`).toBe(recordHeader);
    expect(row).toContain('"\'=cmd()|""x"",1"');
    expect(row).toContain(',job=J-9,');
    expect(end).toBe('');
  });

  test.each([
    ['no from', '', '/from'],
    ['a from that is no time', 'from=yesterday', '/from'],
    ['a day that does not exist', 'from=2026-02-30', '/from'],
    ['a to before from', 'from=2026-03-02&to=2026-03-01', '/from'],
    ['a to in the future', 'from=2026-03-02&to=2999-01-01', '/to'],
    ['another format', 'from=2026-03-02&format=xml', '/format'],
    ['a limit above 100', 'from=2026-03-02&limit=101', '/limit'],
  ])('with %s are 400 and the parameter is named', async (_, query, pointer) => {
    const { status, json } = await get(`/records?${query}`);
    expect({ status, errors: json['errors'] }).toMatchObject({ status: 400, errors: [{ pointer }] });
  });

  test('say how a time is written', async () => {
    const { json } = await get('/records?from=yesterday');
    expect(json['errors']).toMatchObject([{ pointer: '/from', message: expect.stringContaining('2026-11-23') }]);
  });

  test('that cannot be read now are a problem, and no torn list', async () => {
    closed();
    gateway.failWith(new Error('out of order'));
    const { status, json } = await get('/records?from=2026-03-01&to=2026-03-02');
    expect({ status, code: json['code'] }).toEqual({ status: 500, code: 'internal' });
  });
});
