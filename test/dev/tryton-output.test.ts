import { showTrytonLine } from '../../dev/tryton/output';

const log = (level: string, message: string): string =>
  `30236 139741813671616 [2026-11-24 10:55:05,335] ${level} werkzeug ${message}`;
const request = (status: number): string =>
  log(
    'INFO',
    `127.0.0.1 - - [24/Nov/2026 10:55:05] "POST /erp/rest/model/construction.job/find_job HTTP/1.1" ${status} -`,
  );

describe("what is shown of Tryton's lines", () => {
  test('that it is up, and where', () => {
    expect(showTrytonLine(' * Running on http://127.0.0.1:8000')).toBe('server is up on http://127.0.0.1:8000');
  });

  test('a request that was refused, but none that went well', () => {
    expect(showTrytonLine(request(400))).toBe('400 POST /erp/rest/model/construction.job/find_job');
    expect(showTrytonLine(request(200))).toBeUndefined();
  });

  test('warnings and errors, without process, thread and time', () => {
    expect(showTrytonLine(log('ERROR', 'database is locked'))).toBe('ERROR: database is locked');
  });

  test('every line of a traceback', () => {
    expect(showTrytonLine('  File "job.py", line 12, in import_job')).toBe('  File "job.py", line 12, in import_job');
  });

  test('nothing of its advice on production, in whatever colour', () => {
    expect(
      showTrytonLine(log('INFO', '\u001B[31m\u001B[1mWARNING: This is a development server.\u001B[0m')),
    ).toBeUndefined();
    expect(showTrytonLine('')).toBeUndefined();
  });
});
