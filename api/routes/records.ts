/** The routes of records: of one run, and of all runs that closed in a period. */
import type { SubmissionRecord } from '../../workflows/contract/record';
import { canonicalJson } from '../../adapters/canonical-json';
import type { RouteAnswer, Context, Route } from '../request/context';
import type { Run } from '../gateway/memo';
import { isOutline } from '../gateway/outline';
import type { ToLinks } from '../links';
import { operations } from '../description/operations';
import { recordFormat } from '../../workflows/contract/answers';
import { type RecordLine, recordHeader, toRecordRow } from '../record-lines';
import type { RecordsQuery } from '../schemas';
import type { Submissions } from '../gateway/gateway';
import { toOutlineView } from '../view';
import { defined } from '../../workflows/contract/defined';
import { sha256 } from '../../adapters/sha256';

export interface RecordDeps {
  readonly submissions: Submissions;
  readonly toLinks: ToLinks;
}

/** Records read at once: each is a call to Temporal. */
const atOnce = 4;

const hashRecord = (record: SubmissionRecord): string => sha256(canonicalJson(record));

/** One that can never be read again must not stop the others. A closed run is not paused. */
async function toRecordLine(submissions: Submissions, run: Run): Promise<RecordLine> {
  const { companyId, projectId, runId, status, closedAt = '' } = run;
  const about = { format: recordFormat, companyId, projectId, runId, status, closedAt } as const;
  const found = await submissions.toRunRecord(run);
  if (!isOutline(found)) return { ...about, sha256: hashRecord(found), record: found };
  return { ...about, ...defined({ unreadable: 'unreadable' in found ? found.unreadable : undefined }) };
}

const toText = { jsonl: (line: RecordLine) => `${JSON.stringify(line)}\n`, csv: toRecordRow };
const contentTypes = { jsonl: 'application/jsonl; charset=utf-8', csv: 'text/csv; charset=utf-8; header=present' };

async function* inBatches(runs: readonly Run[], read: (run: Run) => Promise<string>): AsyncGenerator<string> {
  for (let index = 0; index < runs.length; index += atOnce) {
    yield (await Promise.all(runs.slice(index, index + atOnce).map(read))).join('');
  }
}

/** Begins only once the first records are there, so that a failure until then is a problem and not a torn answer. */
async function begun(text: AsyncGenerator<string>, header: string): Promise<AsyncIterable<string>> {
  const first = await text.next();
  return (async function* () {
    yield header + (first.done === true ? '' : first.value);
    yield* text;
  })();
}

function nextLink({ id }: Context, query: RecordsQuery, to: string, cursor: string): string {
  const { from, format, limit } = query;
  const parameters = new URLSearchParams({ from, to, format, limit: String(limit), cursor });
  return `</v1/companies/${id.companyId}/records?${parameters.toString()}>; rel="next"`;
}

export function createRecordRoutes({ submissions, toLinks }: RecordDeps): readonly Route[] {
  const record = async (context: Context): Promise<RouteAnswer> => {
    const { runId } = context.parse(operations.record.input);
    const found = await submissions.record(context.id, runId);
    const body = isOutline(found)
      ? toOutlineView(found, toLinks)
      : { format: recordFormat, sha256: hashRecord(found), record: found };
    return { status: 200, body };
  };

  const records = async (context: Context): Promise<RouteAnswer> => {
    const query = context.parse(operations.records.input);
    const { from, to = new Date().toISOString(), format, limit, cursor } = query;
    const closed = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const { runs, next } = await submissions.list({
      filter: { companyId: context.id.companyId, closed },
      limit,
      cursor,
    });
    const lines = inBatches(runs, async (run) => toText[format](await toRecordLine(submissions, run)));
    const isFirstCsvPage = format === 'csv' && cursor === undefined;
    return {
      status: 200,
      headers: {
        'Content-Type': contentTypes[format],
        ...defined({ Link: next === undefined ? undefined : nextLink(context, query, closed.to, next) }),
      },
      text: await begun(lines, isFirstCsvPage ? recordHeader : ''),
    };
  };

  return [
    { operation: operations.record, run: record },
    { operation: operations.records, run: records },
  ];
}
