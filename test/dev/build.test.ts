import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from '../../dev/build/build';
import type { Script } from '../../dev/build/parts';
import { makeFolder } from '../support/processes/fake-executables';
import { waitFor } from '../../dev/processes/wait-for';

describe('a build', () => {
  let folder: ReturnType<typeof makeFolder>;
  let said: string[];
  let ran: string[];

  const at = (name: string): string => join(folder.path, name);
  const read = (name: string): string => readFileSync(at(name), 'utf8');
  function write(name: string, text: string): void {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }

  /** As the real ones: the compiler leaves out what it wrote before and remembers, the bundler reads compiled code. */
  const fakes: Readonly<Record<string, (target: string) => void>> = {
    'tsc.js': (target) => {
      const memory = join(target, '.tsbuildinfo');
      const known = existsSync(memory) ? readFileSync(memory, 'utf8') : '';
      for (const source of ['api/main.ts', 'api/more.ts', 'workflows/index.ts'].filter((name) =>
        existsSync(at(name)),
      )) {
        const text = read(source);
        if (text === 'broken') throw new Error('tsc.js ended with exit code 2');
        if (known.includes(`${source}:${text};`)) continue;
        const output = join(target, source.replace('.ts', '.js'));
        mkdirSync(dirname(output), { recursive: true });
        writeFileSync(output, `compiled ${text}`);
        writeFileSync(memory, `${known}${source}:${text};`);
      }
    },
    'bundle.js': (target) => {
      writeFileSync(
        join(target, 'workflow-bundle.js'),
        `bundled ${readFileSync(join(target, 'workflows', 'index.js'), 'utf8')}`,
      );
    },
    'build.cjs': (target) => {
      mkdirSync(join(target, 'web'), { recursive: true });
      writeFileSync(join(target, 'web', 'app.js'), read('web/main.tsx'));
    },
  };
  const run = async ({ file, args }: Script): Promise<void> => {
    ran.push(basename(file));
    const target = args.find((arg) => arg.includes('dist.unfinished')) ?? dirname(dirname(file));
    fakes[basename(file)]?.(target.replace(/\/(web|\.tsbuildinfo)$/, ''));
  };
  const bringUpToDate = async (): Promise<string[]> => {
    ran = [];
    await build({ root: folder.path, say: (line) => said.push(line), run });
    return ran;
  };

  beforeEach(() => {
    folder = makeFolder();
    said = [];
    write('tsconfig.build.json', JSON.stringify({ include: ['api', 'workflows', 'worker', 'client'] }));
    write('package-lock.json', '1');
    write('api/main.ts', 'api');
    write('workflows/index.ts', 'workflow');
    write('web/main.tsx', 'desk');
  });
  afterEach(() => {
    folder.remove();
  });

  test('makes everything the first time, and nothing when nothing changed', async () => {
    expect(await bringUpToDate()).toEqual(['tsc.js', 'bundle.js', 'build.cjs']);
    expect(read('dist/workflow-bundle.js')).toBe('bundled compiled workflow');
    expect(await bringUpToDate()).toEqual([]);
    expect(readdirSync(folder.path)).not.toContain('dist.unfinished');
  });

  test('makes only the parts that a changed file belongs to', async () => {
    await bringUpToDate();
    write('api/main.ts', 'api 2');
    expect(await bringUpToDate()).toEqual(['tsc.js']);
    expect(read('dist/api/main.js')).toBe('compiled api 2');
    write('workflows/index.ts', 'workflow 2');
    expect(await bringUpToDate()).toEqual(['tsc.js', 'bundle.js']);
    expect(read('dist/workflow-bundle.js')).toBe('bundled compiled workflow 2');
    write('web/main.tsx', 'desk 2');
    expect(await bringUpToDate()).toEqual(['build.cjs']);
    expect(read('dist/web/app.js')).toBe('desk 2');
    write('workflows/contract/codes.ts', 'codes');
    expect(await bringUpToDate()).toEqual(['tsc.js', 'bundle.js', 'build.cjs']);
  });

  test('leaves nothing of a source that is gone', async () => {
    write('api/more.ts', 'more');
    await bringUpToDate();
    expect(existsSync(at('dist/api/more.js'))).toBe(true);
    rmSync(at('api/more.ts'));
    expect(await bringUpToDate()).toEqual(['tsc.js']);
    expect(existsSync(at('dist/api/more.js'))).toBe(false);
    expect(existsSync(at('dist/api/main.js'))).toBe(true);
  });

  test.each([
    ['other packages', () => write('package-lock.json', '2')],
    ['packages that were installed anew', () => write('node_modules/.package-lock.json', '2')],
    [
      'a build of another Node',
      () => write('dist/.built.json', read('dist/.built.json').replace(/"v[\d.]+/, '"v1.0.0')),
    ],
    ['a build of before there were records', () => rmSync(at('dist/.built.json'))],
    ['a record that nobody can read', () => write('dist/.built.json', '{"tools')],
  ])('makes everything anew after %s', async (_, change) => {
    await bringUpToDate();
    change();
    expect(await bringUpToDate()).toEqual(['tsc.js', 'bundle.js', 'build.cjs']);
  });

  test.each([
    ['missing', () => rmSync(at('dist/api/main.js')), ['tsc.js']],
    ['cut off', () => write('dist/workflow-bundle.js', 'bund'), ['bundle.js']],
    ['of another branch', () => write('dist/api/main.js', 'compiled other'), ['tsc.js']],
    ['one too many', () => write('dist/api/of-nobody.js', ''), ['tsc.js']],
    ['empty', () => rmSync(at('dist/web'), { recursive: true }), ['build.cjs']],
  ])('makes anew what is %s in dist/', async (_, harm, expected) => {
    await bringUpToDate();
    harm();
    expect(await bringUpToDate()).toEqual(expected);
    expect(read('dist/api/main.js')).toBe('compiled api');
    expect(read('dist/workflow-bundle.js')).toBe('bundled compiled workflow');
    expect(existsSync(at('dist/api/of-nobody.js'))).toBe(false);
    expect(await bringUpToDate()).toEqual([]);
  });

  test('that fails says why, and leaves what was there', async () => {
    await bringUpToDate();
    write('api/main.ts', 'broken');
    await expect(bringUpToDate()).rejects.toThrow(
      'The code cannot be built: tsc.js ended with exit code 2. dist/ is unchanged.',
    );
    expect(read('dist/api/main.js')).toBe('compiled api');
    write('api/main.ts', 'mended');
    await bringUpToDate();
    expect(read('dist/api/main.js')).toBe('compiled mended');
  });

  test('that was cut off is forgotten; one that was cut off at the very end is finished', async () => {
    await bringUpToDate();
    write('dist.unfinished/api/main.js', 'half');
    write('api/main.ts', 'api 2');
    await bringUpToDate();
    expect(read('dist/api/main.js')).toBe('compiled api 2');

    renameSync(at('dist'), at('dist.unfinished'));
    expect(await bringUpToDate()).toEqual([]);
    renameSync(at('dist'), at('dist.old'));
    write('dist.unfinished/api/main.js', 'half');
    expect(await bringUpToDate()).toEqual([]);
    expect(read('dist/api/main.js')).toBe('compiled api 2');
  });

  test('two at once: one builds, the other says that it waits, and both find it done', async () => {
    const isWaiting = (): boolean => said.includes('waiting for another build to finish');
    const slowly = async (script: Script): Promise<void> => {
      await waitFor('the other one', isWaiting);
      await run(script);
    };
    ran = [];
    const options = { root: folder.path, say: (line: string) => said.push(line), run: slowly };
    await Promise.all([build(options), build(options)]);
    expect(ran).toEqual(['tsc.js', 'bundle.js', 'build.cjs']);
    expect(said.filter((line) => line.startsWith('up to date'))).toHaveLength(2);
  });
});
