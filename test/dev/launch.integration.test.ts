/** What `package.json` names, as it is typed. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildSync } from 'esbuild';
import { watchProcess } from '../../dev/processes/watched-process';
import { type Part, parts } from '../../dev/build/parts';
import { makeFolder } from '../support/processes/fake-executables';

const root = join(__dirname, '..', '..');

async function launch(args: readonly string[], cwd = root) {
  const program = join(cwd, 'dev', 'launch.cjs');
  const { ended, stdout, stderr } = watchProcess(spawn(process.execPath, [program, ...args], { cwd }));
  return { code: await ended, out: stdout(), err: stderr() };
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** The programs of ours: jest has a help of its own. */
const programs = Object.entries(scripts).flatMap(([name, line]): [string, string[]][] => {
  const [, args] = /^(?:exec )?node dev\/launch\.cjs (.*)$/.exec(line) ?? [];
  return args === undefined || args.includes('jest') ? [] : [[name, args.split(' ')]];
});

test('every program of package.json goes the same way', () => {
  expect(programs.map(([name]) => name)).toEqual(
    expect.arrayContaining(['build', 'start', 'tour', 'worker', 'api', 'bench', 'conformance', 'faults']),
  );
});

test.each(programs)(
  'npm run %s -- --help says how it is used, and neither builds nor starts anything',
  async (_, args) => {
    const { code, out, err } = await launch([...args, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.length).toBeGreaterThan(80);
  },
);

test.each(programs)('npm run %s refuses what it does not know, and names what was meant', async (name, args) => {
  if (name === 'temporal') return;
  const { code, out, err } = await launch([...args, '--hepl']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^--hepl is not an option of this command; did you mean --help\?$/m);
  expect(err).not.toMatch(/^ +at /m);
});

test('without dist/ a service says what to do', async () => {
  const folder = makeFolder();
  mkdirSync(join(folder.path, 'dev'));
  copyFileSync(join(root, 'dev', 'launch.cjs'), join(folder.path, 'dev', 'launch.cjs'));
  const { code, err } = await launch(['dist/worker/main.js'], folder.path);
  folder.remove();
  expect({ code, err }).toEqual({ code: 1, err: 'dist/worker/main.js is missing: run "npm run build" first.\n' });
});

describe('the build looks for changes', () => {
  const notSources = (part: Part['name'], names: readonly string[]): string[] => {
    const sources = parts.find(({ name }) => name === part)?.sources(root) ?? [];
    return names.filter((name) => !sources.includes(name));
  };

  test('in everything that the workflows are bundled from', () => {
    const bundle = readFileSync(join(root, 'dist', 'workflow-bundle.js'), 'utf8');
    const [, encoded = ''] = /sourceMappingURL=data:application\/json;charset=utf-8;base64,(\S+)/.exec(bundle) ?? [];
    const { sources } = JSON.parse(Buffer.from(encoded, 'base64').toString()) as { sources: string[] };
    const ours = sources
      .map((source) => relative(root, source))
      .filter((name) => name.endsWith('.ts') && !/^(?:\.\.|node_modules)\//.test(name));
    expect(ours.length).toBeGreaterThan(20);
    expect(notSources('bundle', ours)).toEqual([]);
  });

  test('in everything that the bundle and the desk are made by and of', () => {
    const listInputs = (entries: string[]): string[] => {
      const { metafile } = buildSync({
        entryPoints: entries.map((entry) => join(root, entry)),
        outdir: 'nowhere',
        absWorkingDir: root,
        bundle: true,
        write: false,
        metafile: true,
        packages: 'external',
        platform: 'node',
      });
      return Object.keys(metafile.inputs).map((name) => relative(root, join(root, name)));
    };
    expect(notSources('bundle', listInputs(['worker/bundle.ts']))).toEqual([]);
    expect(notSources('desk', listInputs(['web/main.tsx', 'web/app.css', 'web/files/worker.ts']))).toEqual([]);
  });
});
