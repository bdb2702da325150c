/**
 * Writes the ERP's ids into Procore's `origin_id`: the project's first, then those of its cost codes. Procore treats a
 * record with an `origin_id` as integrated, and one of another integration is never overwritten.
 */
import type { CallDeadline, Origin } from '../../../activities/write-back-port';
import type { WriteBackResult } from '../../../workflows/contract/write-back';
import type { Calls } from './calls';
import { ProcoreFailure, unavailable } from './failure';
import { toFullCode } from './fields';
import type { Reader } from './reader';
import { parseAs, ProcoreSynced, type ProcoreCostCode } from './shapes';

/** Rows that one call of a sync action takes. */
const rowsAtOnce = 1_000;
const shownErrors = 5;

interface Row {
  readonly id: number;
  readonly origin_id: string;
  readonly origin_data?: string;
}

const refuse = (message: string): ProcoreFailure => new ProcoreFailure('refused', message);

const heldByOther = (what: string, origin: string): string =>
  `${what} has the origin_id "${origin.slice(0, 100)}" of another integration in Procore, so it was not changed.`;

/**
 * A sync action answers 200 whatever happened: each row must stand in `entities` or in `errors`.
 * @returns what was refused, in Procore's words
 * @throws ProcoreFailure
 */
function refusedIn(json: unknown, rows: readonly Row[], what: string): string[] {
  const { entities, errors } = parseAs(ProcoreSynced, json, `the sync of ${what}`);
  const written = new Map(entities.map((entity) => [entity.id, entity.origin_id]));
  const refused = new Set(errors.map(({ id }) => id));
  const lost = rows.filter((row) => written.get(row.id) !== row.origin_id && !refused.has(row.id)).length;
  if (lost > 0) throw unavailable(`Procore did not report the result for ${lost} ${what}.`);
  return errors.map((row) => `${String(row.id ?? '?')}: ${JSON.stringify(row.errors)}`);
}

/** Checks that nothing was refused. @throws ProcoreFailure */
function checkRefused(refused: readonly string[], what: string): void {
  if (refused.length === 0) return;
  const more = refused.length > shownErrors ? ` and ${refused.length - shownErrors} more` : '';
  const shown = refused.slice(0, shownErrors).join('; ');
  throw refuse(`Procore refused the origin_id of ${what} ${shown}${more}`.slice(0, 1_000));
}

export function createWriteBack(calls: Calls, reader: Reader, companyId: string) {
  async function writeProject({ projectId, recordId, ids }: Origin, deadline: CallDeadline): Promise<void> {
    const project = await reader.project(projectId, deadline);
    const held = project.origin_id ?? '';
    if (held === recordId) return;
    if (held !== '') throw refuse(heldByOther(`Project ${projectId}`, held));
    const row = { id: project.id, origin_id: recordId, origin_data: JSON.stringify(ids) };
    const path = '/rest/v1.0/projects/sync';
    const body = { company_id: Number(companyId), updates: [row] };
    const { json } = await calls.call({ method: 'PATCH', path, query: { company_id: companyId }, body }, deadline);
    checkRefused(refusedIn(json, [row], 'project'), 'project');
  }

  /** Writes all cost codes, even if some are refused. @returns the refusals */
  async function syncCostCodes(projectId: string, rows: readonly Row[], deadline: CallDeadline): Promise<string[]> {
    const refused: string[] = [];
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      const updates = rows.slice(from, from + rowsAtOnce);
      const path = '/rest/v1.0/cost_codes/sync';
      const query = { project_id: projectId };
      const { json } = await calls.call({ method: 'PATCH', path, query, body: { updates } }, deadline);
      refused.push(...refusedIn(json, updates, 'cost codes'));
    }
    return refused;
  }

  async function writeCostCodes(origin: Origin, deadline: CallDeadline): Promise<WriteBackResult> {
    const { projectId, recordId, costCodes } = origin;
    const wanted = new Set(costCodes);
    const found = (await reader.costCodes(projectId, deadline)) ?? [];
    const exported = found.flatMap((code) => toRow(code, recordId, wanted));
    const others = exported.filter(({ held, row }) => held !== '' && held !== row.origin_id);
    const rows = exported.filter(({ held }) => held === '').map(({ row }) => row);
    checkRefused(await syncCostCodes(projectId, rows, deadline), 'cost codes');
    const [other] = others;
    if (other) {
      const more = others.length > 1 ? ` The same is true of ${others.length - 1} more.` : '';
      throw refuse(`${heldByOther(`Cost code ${other.code}`, other.held)}${more}`);
    }
    return { costCodes: exported.length, missing: wanted.size - exported.length };
  }

  return async (origin: Origin, deadline: CallDeadline): Promise<WriteBackResult> => {
    await writeProject(origin, deadline);
    return writeCostCodes(origin, deadline);
  };
}

/** The id of a cost code has the record and the code, because Procore requires ids that are unique in the company. */
function toRow(code: ProcoreCostCode, recordId: string, wanted: ReadonlySet<string>) {
  const fullCode = toFullCode(code);
  if (fullCode === undefined || !wanted.has(fullCode)) return [];
  return [{ code: fullCode, held: code.origin_id ?? '', row: { id: code.id, origin_id: `${recordId}/${fullCode}` } }];
}
