/** The commands that export records: of one run, and of all runs that closed in a period. */
import type { Period } from '../../client/operations';
import { isOutline } from '../../client/outline';
import { readChoice } from '../arguments';
import { type Command, type Context, isJson, refusal, tell, unwrap } from '../command';
import type { Ending } from '../exit-codes';
import { Failure, misuse } from '../failure';
import { appendPage, complete, readProgress, refuseExisting, saveProgress, writeWhole } from '../files';
import { outlineText } from '../show';
import { readProjectId } from '../writing';

const output = { takes: '<file>', help: 'a new file' } as const;

export const record: Command = {
  summary: 'export the full record of a run',
  words: '<project>',
  examples: ['ledgergate record 1042 --output 1042.json', 'ledgergate record 1042 --run 0199a1b2-… | jq .sha256'],
  notes: 'Writes the record of the newest run, or of --run, to standard output or to the file of --output.',
  options: { run: { takes: '<run id>', help: 'an earlier run of the project' }, output },
  run: async (context) => {
    const { client, companyId, given, io } = context;
    const projectId = readProjectId(context);
    const file = given.text('output');
    if (file !== undefined) await refuseExisting(file);
    const answer = await client.record({ companyId, projectId }, given.text('run'), { signal: io.signal });
    const found = unwrap(context, answer, { projectId });
    if ('problem' in answer) return 'fault';
    if (isOutline(found)) {
      const { why, remedy } = outlineText(found);
      throw new Failure('refused', { what: `${projectId} has no record at the moment: ${why}`, remedy });
    }
    if (file === undefined && !isJson(context)) io.out(`${answer.text}\n`);
    if (file !== undefined) {
      await writeWhole(file, answer.text);
      tell(context, [`${file} holds the record of ${projectId}, sha256 ${found.sha256}`]);
    }
    return 'ok';
  },
};

/** Page after page to standard output. */
async function print(context: Context, period: Period): Promise<Ending> {
  const { client, companyId, io } = context;
  for await (const { text } of client.recordPages(companyId, period, { signal: io.signal })) io.out(text);
  return 'ok';
}

/** Page after page into the file, from where an earlier fetch of the same ended. */
async function keep(context: Context, period: Period, file: string): Promise<Ending> {
  const { client, companyId, url, io } = context;
  const of = JSON.stringify({ url, companyId, ...period });
  const before = await readProgress(file, of);
  if (before) tell(context, [`Continuing after ${before.bytes} bytes.`]);
  let bytes = before?.bytes ?? 0;
  const start = before ? { path: before.next } : period;
  for await (const { text, next } of client.recordPages(companyId, start, { signal: io.signal })) {
    bytes = await appendPage(file, bytes, text);
    if (next !== undefined) await saveProgress(file, { of, next, bytes });
  }
  await complete(file);
  tell(context, [`${file} is complete, ${bytes} bytes`]);
  return 'ok';
}

const formats = ['jsonl', 'csv'] as const;

export const records: Command = {
  summary: 'export the records of all runs that closed in a period',
  words: '',
  examples: [
    'ledgergate records --from 2026-11-23 --to 2026-11-24 --output 2026-11-23.jsonl',
    'ledgergate records --from 2026-11-01 --to 2026-12-01 --format csv --output november.csv',
  ],
  notes:
    'Writes all pages. The file is named <file>.part until the last page has arrived; if it is cut off, run the same\n' +
    'command again to continue.',
  options: {
    from: { takes: '<date>', help: 'the start of the period (UTC, included), a date or an instant; required' },
    to: { takes: '<date>', help: 'the end of the period (excluded); default: now' },
    format: {
      takes: formats.join(' | '),
      help: 'jsonl: the whole record, one run a line; csv: a summary; default: jsonl',
    },
    output,
  },
  run: async (context) => {
    const { given } = context;
    const from = given.text('from');
    if (from === undefined)
      throw misuse('--from is required', 'give the start of the period, such as --from 2026-11-23');
    const period = { from, to: given.text('to'), format: readChoice(given, 'format', formats) };
    const file = given.text('output');
    try {
      return file === undefined ? await print(context, period) : await keep(context, period, file);
    } catch (problem) {
      throw refusal(context, problem);
    }
  },
};
