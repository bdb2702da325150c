/** `npm run conformance`: tests a server, prints the findings and exits with their exit code. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errorMessage } from '../adapters/errors';
import { childEnv } from '../adapters/env';
import { Subject } from './subject';
import { Caller } from './caller';
import { readOptions, type Options } from './options';
import { Orders } from './orders';
import { formatHead, formatLine, formatTotals } from './report';
import { checkReach, toExitCode, runCases } from './run';

const run = promisify(execFile);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const shell = async (line: string, variables: Readonly<Record<string, string>> = {}): Promise<string> =>
  (await run('sh', ['-c', line], { env: childEnv(variables) })).stdout;

async function countBy(line: string, reference: string): Promise<number> {
  const printed = (await shell(line, { REFERENCE: reference })).trim();
  if (!/^\d+$/.test(printed))
    throw new Error(`The count command did not print a number, but "${printed.slice(0, 80)}".`);
  return Number(printed);
}

function createSubject({ url, restartCommand, countCommand, ...options }: Options): Subject {
  return new Subject({
    caller: new Caller(url, options),
    orders: new Orders(options),
    notKept: options.notKept,
    withinMs: options.withinMs,
    restart: restartCommand === undefined ? undefined : () => shell(restartCommand).then(() => undefined),
    count: countCommand === undefined ? undefined : (reference) => countBy(countCommand, reference),
  });
}

async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  const options = readOptions(args);
  if (!options) return 0;
  const subject = createSubject(options);
  say(formatHead(options.url, subject.orders.prefix));
  await checkReach(subject);
  const findings = await runCases(subject, { said: (finding) => say(formatLine(finding)) });
  say(formatTotals(findings));
  return toExitCode(findings);
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exitCode = 2;
  },
);
