/** What `npm pack` makes runs in a folder of somebody else, with nothing but the packages that production needs. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../../dev/processes/ports';
import { untilReady, watchProcess, type WatchedProcess } from '../../dev/processes/watched-process';
import { waitFor } from '../../dev/processes/wait-for';
import { isThere } from '../../adapters/is-there';
import { makeFolder } from '../support/processes/fake-executables';

const root = join(__dirname, '..', '..');

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ dev: z.boolean().optional(), optional: z.boolean().optional(), peer: z.boolean().optional() }),
  ),
});

/** At the top of `node_modules`, as npm installs them for a package: none of them is only for development. */
function listPackages(): string[] {
  const { packages } = Lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  return Object.entries(packages).flatMap(([path, { dev, optional, peer }]) =>
    dev || optional || peer ? [] : (/^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.slice(1) ?? []),
  );
}

function install(folder: string): void {
  const [{ filename }] = z
    .tuple([z.object({ filename: z.string() })])
    .parse(
      JSON.parse(
        execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
      ),
    );
  const modules = join(folder, 'node_modules');
  const home = join(modules, 'ledgergate');
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '--strip-components', '1', '-C', home]);
  for (const name of listPackages()) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
}

const folder = makeFolder();
let dev: WatchedProcess | undefined;

const start = (args: readonly string[], env: Readonly<Record<string, string>>): WatchedProcess => {
  const program = join(folder.path, 'node_modules', 'ledgergate', 'dist', 'cli', 'main.js');
  const mine = { ...process.env, npm_lifecycle_event: undefined, ...env };
  return watchProcess(spawn(process.execPath, [program, ...args], { cwd: folder.path, env: mine }));
};

afterAll(() => {
  dev?.child.kill('SIGKILL');
  folder.remove();
});

test('ledgergate dev starts everything, with its data where it was called, and ledgergate tour plays on it', async () => {
  install(folder.path);
  const ports = {
    PORT: String(await freePort()),
    TEMPORAL_PORT: String(await freePort()),
    TEMPORAL_UI_PORT: String(await freePort()),
  };
  const running = start(['dev'], { ...ports, TEMPORAL_CLI: process.env['TEMPORAL_CLI'] ?? '' });
  dev = running;
  await untilReady(running, 'ledgergate dev', () => running.stdout().includes('Ctrl-C stops everything.'));
  expect(running.output()).not.toMatch(/npm (start|run)/);
  expect(await isThere(join(folder.path, 'var', 'dev-tokens.json'))).toBe(true);

  const desk = await fetch(`http://127.0.0.1:${ports.PORT}/`);
  expect([desk.status, await desk.text()]).toEqual([200, expect.stringContaining('<title>Ledgergate')]);

  const tour = start(['tour'], ports);
  expect([await tour.ended, tour.stderr(), tour.stdout()]).toEqual([
    0,
    '',
    expect.stringContaining('All steps succeeded.'),
  ]);

  running.child.kill('SIGINT');
  expect(await running.ended).toBe(0);
  await waitFor('the end of the server', () =>
    fetch(`http://127.0.0.1:${ports.TEMPORAL_UI_PORT}/`).then(
      () => false,
      () => true,
    ),
  );
});
