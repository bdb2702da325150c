/** The biggest submission that is legal, reached by the real functions; every text is as long as it may be, in three bytes a character. */
import { Project } from '../../../workflows/contract/project';
import { limits } from '../../../workflows/contract/limits';
import { Integration } from '../../../workflows/contract/rules';
import type { Exported, PreviousRun } from '../../../workflows/contract/view';
import { bounded } from '../../../workflows/domain/bound';
import { parseSubmit } from '../../../workflows/domain/parse';
import { followRun } from '../../../workflows/domain/previous-run';
import { initialState, type Submission } from '../../../workflows/domain/submission';
import { toView } from '../../../workflows/domain/view';
import * as given from './fixtures';
import { DomainRun } from './run';

const wide = (chars: number, prefix = ''): string => prefix + '漢'.repeat(chars - prefix.length);
const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const countBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** As near to the limit as whole fields allow; `mark` makes every value of it another. */
export function biggestProject(mark: string, maxBytes: number = limits.documentBytes): Project {
  const text = (chars: number): string => wide(chars, mark);
  const base = {
    name: text(200),
    number: text(200),
    startDate: '2026-03-01',
    completionDate: '2027-06-30',
    currency: 'USD',
    address: {
      line1: text(200),
      line2: text(200),
      city: text(200),
      region: text(200),
      postalCode: text(40),
      country: 'US',
    },
    totalValue: '999999999999999.9999',
    customer: { name: text(200), code: text(200) },
    description: text(2_000),
    type: text(200),
    department: text(200),
    costCodes: range(150).map((n) => ({ code: `${n}-${text(50)}`, name: text(200), costTypes: [text(60)] })),
    customFields: {} as Record<string, string>,
  };
  for (const n of range(200)) {
    const customFields = { ...base.customFields, [wide(200, String(n))]: text(1_000) };
    if (countBytes({ ...base, customFields }) > maxBytes) break;
    base.customFields = customFields;
  }
  return Project.parse(base);
}

const keys = range(limits.jobFields).map((n) => wide(60, String(n)));

/** So many entries with texts so long that together they are as big as may be. */
function filled<T>(maxBytes: number, maxChars: number, make: (chars: number) => T): T {
  const chars = range(maxChars + 1).findLast((count) => count > 0 && countBytes(make(count)) <= maxBytes);
  if (chars === undefined) throw new Error(`nothing fits into ${maxBytes}`);
  return make(chars);
}
const record = filled(limits.jobFieldsBytes, 500, (chars) => Object.fromEntries(keys.map((key) => [key, wide(chars)])));
const fields = filled(limits.rejectionFieldsBytes, 500, (chars) =>
  range(limits.rejectionFields).map(() => ({ pointer: '/address/postalCode', message: wide(chars) })),
);
const changesBounds = { maxEntries: limits.changes, maxBytes: limits.changesBytes };
const changes = range(limits.changes).map((n) => ({ pointer: wide(400, `/${n}`), before: wide(500) }));

/** What an earlier run left, as big as it is carried on. */
const exported: Exported = {
  revision: 1_000_000,
  at: given.at(-60),
  project: biggestProject('e', limits.exportedDocumentBytes),
  job: { number: wide(200), fields: record },
  receipt: { reference: wide(129), ids: record, exportedAt: given.at(-60) },
};

/** What an earlier run was rejected for and how it differs, as much as is handed on. */
function followRejected(project: Project): PreviousRun {
  const by = { id: wide(200), name: wide(200), channel: 'api' } as const;
  const reasons = { reason: wide(2_000), category: wide(200), fields };
  const rejection = { ...reasons, by, at: given.at(-60), revision: 1_000_000 };
  const before = toView(initialState(given.submitted({ integration, project: biggestProject('d') })), 'r');
  return followRun({ runId: wide(200), revision: 1_000_000 }, { ...before, rejection }, project);
}

const integration = Integration.parse({
  ...given.integration,
  erp: wide(200),
  erpName: wide(200),
  acceptFields: keys.map((key) => ({ key, label: 'x', type: 'text', required: true })),
  ids: keys,
  rules: { fields: {}, jobNumber: { required: true }, costCodes: {} },
});

/** All that is left behind by 500 rejected revisions and a parked export; then a person settles it. */
export function biggestStates(): { parked: Submission; settled: Submission; events: number } {
  const project = biggestProject('a');
  const { type: _type, at: first, ...submit } = given.submitted({ integration, project });
  const by = { id: wide(200), name: wide(200), channel: 'api' } as const;
  const previousRun = { ...followRejected(project), exported };
  const parsed = parseSubmit({ ...submit, by, previousRun }, 'submission:acme:1042');
  let minute = 0;
  const run = new DomainRun(
    initialState({ type: 'submitted', at: first, ...parsed }),
    () => given.at((minute += 1)),
    false,
  );
  let messages = 0;
  const send = (name: 'accept' | 'reject' | 'resend' | 'settle', id: string, body: object): void => {
    messages += 1;
    const request = { id: `${messages}-`.padEnd(limits.requestIdChars, 'i'), bodyHash: 'h'.repeat(100) };
    const came = run.update(name, [{ actor: { id, name: wide(200) }, request, ...body }]);
    if (!/ed$|resent/.test(came)) throw new Error(`${name}: ${came}`);
  };
  const approver = wide(200, 'approver');
  const documents = [biggestProject('b'), biggestProject('c')];
  for (const n of range(500)) {
    send('reject', approver, { reason: wide(2_000), category: wide(200), fields });
    const project = n >= 498 ? { project: documents[n - 498] } : {};
    send('resend', wide(200, String(n)), { note: wide(2_000), ...project });
    run.signal('settle', [{ by: wide(200, String(n)), ids: record, note: wide(2_000) }]);
  }
  send('accept', approver, { job: { fields: record }, note: wide(2_000) });
  const ending = { at: given.at(minute), message: wide(2_000), fields, differencesHash: 's'.repeat(100) };
  run.exportEnds(given.parkedAs('outcome_unknown', { ...ending, changes: bounded(changes, changesBounds) }));
  run.cancel();
  const parked = run.state;
  const events = run.steps.length;
  send('settle', approver, { ids: record, note: wide(2_000) });
  return { parked, settled: run.state, events };
}

/** A first revision with as many findings as can be, each as long as can be. */
export function mostFindings(): Submission {
  const rule = { maxLength: 1, numeric: true, forbidden: wide(200), mask: wide(199, '#') };
  const rules = {
    fields: { 'costCodes.name': rule, 'costCodes.code': rule, description: rule },
    jobNumber: { required: true },
    costCodes: {},
  };
  const strict = Integration.parse({ ...integration, rules });
  return initialState(given.submitted({ project: biggestProject('a'), integration: strict }));
}
