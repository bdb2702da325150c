/** One project, one integration, a few people, and every stage a submission can be in, reached by the real functions. */
import { roles, type ParkedCode } from '../../../workflows/contract/codes';
import { toReference } from '../../../workflows/contract/names';
import type { Project } from '../../../workflows/contract/project';
import type { Integration, Policy } from '../../../workflows/contract/rules';
import type { Actor, Exported } from '../../../workflows/contract/view';
import type { Caller, Command } from '../../../workflows/domain/command';
import { decide } from '../../../workflows/domain/decide';
import type { Event, ParkedEvent, Submitted } from '../../../workflows/domain/events';
import { evolve } from '../../../workflows/domain/evolve';
import { initialState, type Submission } from '../../../workflows/domain/submission';
import { defined } from '../../../workflows/contract/defined';

export const project: Project = {
  name: 'Riverside Clinic',
  number: 'P-1042',
  address: { line1: '12 Mill Lane', city: 'Dayton', region: 'OH', postalCode: '45402', country: 'US' },
  startDate: '2026-03-01',
  completionDate: '2027-06-30',
  currency: 'USD',
  totalValue: '4250000.00',
  customer: { name: 'Riverside Health', code: 'C-77' },
  costCodes: [
    { code: '03-100', name: 'Concrete', costTypes: ['Labor', 'Material'], budget: '310000.00' },
    { code: '05-120', name: 'Structural steel', costTypes: ['Material'] },
  ],
};

/** The project with every field that is optional. */
export const wholeProject: Project = {
  ...project,
  address: { ...project.address, line2: 'Rear building' },
  type: 'Clinic',
  department: 'Health',
  description: 'Two floors',
  customFields: { 'Bid no.': '7' },
};

export const integration: Integration = {
  erp: 'ledger_erp',
  erpName: 'Ledger ERP',
  direction: 'both',
  rules: { fields: {}, jobNumber: { required: true, mask: '##-###' }, costCodes: {} },
  acceptFields: [],
  supportsPreflight: true,
};

export const policy: Policy = { fourEyes: true, exportForMs: 86_400_000, rawSignals: 'all' };

const person = (id: string, name: string): Actor => ({ id, name, channel: 'api' });
/** `sender` submits, `otherSender` resends, `third` never sends. */
export const sender = person('ada', 'Ada Admin');
export const otherSender = person('olaf', 'Olaf Admin');
export const third = person('tess', 'Tess Approver');
export const exporter: Actor = { id: 'ledgergate', channel: 'export' };

/** With every role, as the API says of whoever comes with such a token. */
export const withRoles = (actor: Actor): Caller => ({ ...actor, roles });

/** The n-th minute of the story. */
export const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 9, 30) + minute * 60_000).toISOString();

export const submitted = (changes: Partial<Submitted> = {}): Submitted => ({
  type: 'submitted',
  at: at(0),
  by: sender,
  companyId: 'acme',
  projectId: '1042',
  project,
  integration,
  policy,
  ...changes,
});

export const commands = {
  accept: { type: 'accept', job: { number: '24-017' } },
  reject: { type: 'reject', reason: 'The job number is taken' },
  resend: { type: 'resend' },
  retrieve: { type: 'retrieve' },
  withdraw: { type: 'withdraw', reason: 'The project was cancelled' },
  retryExport: { type: 'retryExport' },
  preflight: { type: 'preflight' },
  comment: { type: 'comment', text: 'The plans are in the folder' },
  settle: { type: 'settle', ids: { job: 'J-9' }, note: 'Booked by hand' },
} as const satisfies Record<Command['type'], Command>;

export const exported = (state: Submission): Event => ({
  type: 'exported',
  at: at(8),
  by: exporter,
  reference: toReference(state),
  ids: { job: 'J-9' },
  attempts: 1,
});

/** As the export parks: a write that left goes with the unknown outcome, and only with it. */
export const parkedAs = (code: ParkedCode, changes: Partial<ParkedEvent> = {}): ParkedEvent => ({
  type: 'parked',
  at: at(8),
  by: exporter,
  code,
  message: 'The ERP said no',
  attempts: 3,
  ...defined({ sentAt: code === 'outcome_unknown' ? at(7) : undefined }),
  ...changes,
});

/** What a run before this one left in the ERP. */
export const inErp: Exported = {
  revision: 1,
  at: at(-60),
  project,
  job: { number: '24-017' },
  receipt: { reference: 'acme~1042', ids: { job: 'J-9' }, exportedAt: at(-60) },
};
export const afterExport = { runId: 'run-1', revision: 1, exported: inErp };

interface Step {
  readonly command: Command;
  readonly by?: Actor;
}

/** @throws Error where a command is refused: a fixture must be a legal story */
export function play(state: Submission, ...steps: readonly (Step | Event)[]): Submission {
  return steps.reduce((now, step, index) => {
    if (!('command' in step)) return evolve(now, step);
    const outcome = decide(now, step.command, withRoles(step.by ?? third), at(index + 1));
    if ('refusal' in outcome) throw new Error(`${step.command.type}: ${outcome.refusal.code}`);
    return evolve(now, outcome.event);
  }, state);
}

const awaiting = initialState(submitted());
const exporting = play(awaiting, { command: commands.accept });

/** Every stage by name; `parked` is a certain no, `parked, outcome unknown` is not. */
export const stages = {
  awaiting_decision: awaiting,
  rejected: play(awaiting, { command: commands.reject }),
  retrieved: play(awaiting, { command: commands.retrieve, by: sender }),
  exporting,
  parked: play(exporting, parkedAs('erp_refused')),
  'parked, outcome unknown': play(exporting, parkedAs('outcome_unknown')),
  exported: play(exporting, exported(exporting)),
  withdrawn: play(awaiting, { command: commands.withdraw, by: sender }),
} as const satisfies Record<string, Submission>;
export type Stage = keyof typeof stages;
