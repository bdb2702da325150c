/** A Python environment of the project's own, made once from pinned requirements: the user's Python stays as it is. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isThere } from '../../adapters/is-there';
import { ConfigError } from '../../adapters/env';
import { errorMessage } from '../../adapters/errors';
import { makeOnce } from '../processes/make-once';
import { typedPath } from '../project';
import { run } from '../processes/run';
import { onPath } from '../processes/search-path';
import { defined } from '../../workflows/contract/defined';
import { sha256 } from '../../adapters/sha256';

/** What every step of a preparation is given. */
export interface Preparation {
  /** Where finished things are kept. */
  readonly cacheDirectory: string;
  /** Where Python is looked for, as the variable PATH says it. */
  readonly searchPath: string;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
  /** Told the process that runs, and nothing when it has ended. */
  readonly onProcess?: (pid: number | undefined) => void;
}

const oldestPython = [3, 11] as const;
const stepWithinMs = 10 * 60_000;

/** What an environment is made of, and for. */
export interface Wanted {
  /** As in `Tryton needs Python …`. */
  readonly label: string;
  /** Its folder in the cache begins with this. */
  readonly folder: string;
  /** A module that can be imported as long as the environment works. */
  readonly imports: string;
  /** Files of pins; together they name the environment. */
  readonly requirements: readonly string[];
}

/** Runs one step of a preparation; its name stands before what went wrong. */
export async function runStep(
  name: string,
  command: string,
  args: readonly string[],
  { signal, onProcess }: Preparation,
  env?: Readonly<Record<string, string>>,
): Promise<string> {
  const options = { timeoutMs: stepWithinMs, ...defined({ signal, onProcess }) };
  try {
    return await run(command, args, { ...options, ...defined({ env }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ConfigError(`${name} ${errorMessage(error)}`);
  }
}

/** @throws ConfigError saying which were found and what to install */
async function findPython({ label }: Wanted, preparation: Preparation): Promise<string> {
  const help = `${label} needs Python ${oldestPython.join('.')} or later with its venv module. Install it so that python3 is on PATH.`;
  const failures: string[] = [];
  for (const python of await onPath('python3', preparation.searchPath)) {
    try {
      const version = await runStep(
        python,
        python,
        ['-c', 'import ensurepip, platform as p; print(p.python_version())'],
        preparation,
      );
      const [, major, minor] = /^(\d+)\.(\d+)/.exec(version.trim()) ?? [];
      const age = Number(major) - oldestPython[0] || Number(minor) - oldestPython[1];
      if (age >= 0) return python;
      failures.push(`${python} is ${version.trim() || 'of no version'}`);
    } catch (error) {
      preparation.signal?.throwIfAborted();
      failures.push(errorMessage(error));
    }
  }
  throw new ConfigError([help, ...failures.map((failure) => `  ${failure}`)].join('\n'));
}

const worksStill = (python: string, { imports }: Wanted, preparation: Preparation): Promise<boolean> =>
  runStep(python, python, ['-c', `import ${imports}`], preparation).then(
    () => true,
    () => {
      preparation.signal?.throwIfAborted();
      return false;
    },
  );

/** @returns the environment's `bin`; @throws ConfigError saying what to install, or what went wrong */
export async function preparePython(wanted: Wanted, preparation: Preparation): Promise<string> {
  const { label, folder, requirements } = wanted;
  const pins = await Promise.all(requirements.map((file) => readFile(file, 'utf8')));
  const id = sha256(pins.join('\0')).slice(0, 12);
  const target = join(preparation.cacheDirectory, `${folder}-${id}`);
  const bin = join(target, 'bin');
  // The Python that it was made from may be gone.
  if ((await isThere(target)) && !(await worksStill(join(bin, 'python'), wanted, preparation))) {
    preparation.say(`${typedPath(target)} no longer works and is created again`);
    await rm(target, { recursive: true, force: true });
  }
  await makeOnce({
    ...preparation,
    target,
    what: `the Python environment of ${label} (once)`,
    make: async (unfinished) => {
      const python = await findPython(wanted, preparation);
      preparation.say(`fetching ${label} from PyPI (once)`);
      await runStep(`${python} -m venv`, python, ['-m', 'venv', unfinished], preparation);
      const pip = [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '--no-deps',
        '--only-binary=:all:',
      ];
      const files = requirements.flatMap((file) => ['-r', file]);
      await runStep('pip install', join(unfinished, 'bin', 'python'), [...pip, ...files], preparation);
    },
  });
  return bin;
}
