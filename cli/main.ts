#!/usr/bin/env node
/** The process: what the command line is run with, Ctrl-C, and a reader that went away. */
import { createInterface } from 'node:readline/promises';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { parseEnv } from '../adapters/env';
import { errorCode } from '../adapters/errors';
import { Failure } from './failure';
import { exitCodes } from './exit-codes';
import type { Io } from './io';
import { findLocalProgram } from './local';
import { run } from './run';

const variable = z.string().optional();
const Environment = z.object({
  LEDGERGATE_URL: variable,
  LEDGERGATE_TOKEN: variable,
  LEDGERGATE_TOKEN_FILE: variable,
  LEDGERGATE_COMPANY: variable,
  NO_COLOR: variable,
});

/** @throws Failure once it is given up: then nobody waits for standard input any more */
const orAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_resolve, reject) => {
      const failure = new Failure('interrupted', { what: 'cancelled', remedy: 'nothing was sent' });
      signal.addEventListener('abort', () => reject(failure), { once: true });
    }),
  ]);

async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(question, { signal })).trim());
  } catch {
    return false;
  } finally {
    lines.close();
  }
}

async function main(): Promise<void> {
  const { stdin, stdout, stderr } = process;
  const stop = new AbortController();
  const reader = { isGone: false };
  process.on('SIGINT', () => {
    // The second time it does not wait for anything.
    if (stop.signal.aborted) process.exit(exitCodes.interrupted.code);
    stop.abort();
  });
  stdout.on('error', (error) => {
    if (errorCode(error) !== 'EPIPE') throw error;
    reader.isGone = true;
    stop.abort();
  });
  // What cannot be told there changes nothing of what is done.
  stderr.on('error', () => undefined);
  const { NO_COLOR, ...environment } = parseEnv(Environment);
  const io: Io = {
    out: (what) => {
      if (!reader.isGone) stdout.write(what);
    },
    err: (what) => {
      // What it was called for has been read as far as anybody wanted.
      if (!reader.isGone) stderr.write(what);
    },
    isTerminal: stdin.isTTY && stderr.isTTY,
    isInteractive: stdout.isTTY,
    isColoured: stdout.isTTY && NO_COLOR === undefined,
    input: () => orAborted(buffer(stdin), stop.signal),
    ask: (question) => ask(question, stop.signal),
    signal: stop.signal,
    environment,
  };
  const code = await run(process.argv.slice(2), io);
  // Who reads no further has what was wanted.
  process.exitCode = reader.isGone && code === exitCodes.interrupted.code ? 0 : code;
  stdin.destroy();
}

const program = findLocalProgram(process.argv[2]);
if (program === undefined) {
  void main();
} else {
  // It reads its own options, and has the signals and the terminal to itself.
  process.argv.splice(2, 1);
  void import(program);
}
