/**
 * `npm run temporal -- …`: the Temporal CLI that was found or fetched, on the server of this project. Everything behind
 * `--` is the CLI's own. It runs from its source.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { childEnv, runMain } from '../../adapters/env';
import { readConfig } from '../start/config';
import { noOtherTemporal } from '../processes/processes';
import { findTemporalCli } from './temporal-cli';

/** Standard output is the CLI's. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const config = await readConfig();
  const { path } = await findTemporalCli({ say });
  const env = childEnv({
    ...(config.own ? noOtherTemporal(config) : undefined),
    TEMPORAL_ADDRESS: config.address,
    TEMPORAL_NAMESPACE: config.namespace,
  });
  // A Ctrl-C reaches both; the CLI says how it ends.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  const cli = spawn(path, process.argv.slice(2), { stdio: 'inherit', env });
  cli.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
  await once(cli, 'close');
}

void runMain(main);
