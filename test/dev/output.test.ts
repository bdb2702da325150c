import { showLine } from '../../dev/processes/output';

describe('what the processes print', () => {
  test('a line of JSON becomes who, what and the fields that matter', () => {
    const line = JSON.stringify({
      level: 30,
      time: '2026-03-01T09:30:00.000Z',
      pid: 42,
      name: 'worker',
      msg: 'export done',
      projectId: '1042',
      attempt: 2,
      note: 'two words',
    });
    expect(showLine('worker', line)).toBe('worker   export done projectId=1042 attempt=2 note="two words"');
  });

  test('warnings and errors say what they are, of pino and of Temporal', () => {
    expect(showLine('api', '{"level":50,"msg":"no","err":{"type":"Error","message":"broken","stack":"…"}}')).toBe(
      'api      ERROR: no err=broken',
    );
    expect(showLine('temporal', '{"level":"ERROR","msg":"disk full","logging-call-at":"x.go:1"}')).toBe(
      'temporal ERROR: disk full',
    );
  });

  test('a long value is cut, so that no line is a wall', () => {
    const shown = showLine('api', JSON.stringify({ level: 40, msg: 'big', body: 'x'.repeat(5_000) }));
    expect(shown).toHaveLength('api      WARN: big body='.length + 161);
  });

  test('what is asked all the time is left out; what changes something, and what fails, is not', () => {
    const request = (fields: object): string => JSON.stringify({ level: 30, msg: 'request', ...fields });
    expect(showLine('api', request({ method: 'GET', status: 200, route: '/v1' }))).toBeUndefined();
    expect(showLine('api', request({ level: 40, method: 'GET', status: 503, route: '/readyz' }))).toBeUndefined();
    expect(showLine('worker', '{"level":30,"msg":"Worker state changed","sdkComponent":"worker"}')).toBeUndefined();
    expect(showLine('api', request({ method: 'POST', status: 201, requestId: 'x' }))).toContain(
      'method=POST status=201',
    );
    expect(showLine('api', request({ level: 40, method: 'GET', status: 503, requestId: 'x' }))).toContain(
      'requestId=x',
    );
    expect(showLine('worker', '{"level":40,"msg":"failing","sdkComponent":"worker"}')).toContain('WARN: failing');
  });

  test('a request is told as it went over the wire', () => {
    const route = '/v1/companies/{companyId}/submissions/{projectId}/accept';
    const more = { requestId: 'x', companyId: 'acme', projectId: '1042', actorId: 'dev-lead', code: 'same_person' };
    const line = JSON.stringify({ level: 30, msg: 'request', method: 'POST', status: 403, ms: 12, route, ...more });
    expect(showLine('api', line)).toBe(
      'api      403 POST /v1/companies/acme/submissions/1042/accept code=same_person by=dev-lead ms=12',
    );
  });

  test.each(['plain text', '{not json', '[1]', '{"a":'])('%s is shown as it is', (line) => {
    expect(showLine('api', line)).toBe(`api      ${line}`);
  });
});
