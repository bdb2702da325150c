/** For every route of a company: a stage, a person and an input with which it succeeds. */
import type { Role } from '../../../workflows/contract/codes';
import { type Operation, operations } from '../../../api/description/operations';
import type { MemoryGateway } from './gateway';
import { project, stages, type Stage } from '../domain/fixtures';
import type { Sent } from './server';

export interface GoodRequest {
  readonly stage?: Stage;
  readonly role: Role;
  readonly query?: string;
  readonly json?: Readonly<Record<string, unknown>>;
}

/** Every operation that takes a token, by its id. */
const goodRequests = {
  submit: { role: 'admin', json: { projectId: '1042', project } },
  list: { stage: 'awaiting_decision', role: 'viewer', query: '?status=awaiting_decision&limit=10' },
  counts: { stage: 'awaiting_decision', role: 'viewer' },
  view: { stage: 'exported', role: 'viewer' },
  record: { stage: 'exported', role: 'viewer' },
  records: { stage: 'exported', role: 'operator', query: '?from=2026-01-01' },
  accept: { stage: 'awaiting_decision', role: 'approver', json: { revision: 1, job: { number: '24-017' } } },
  reject: { stage: 'awaiting_decision', role: 'approver', json: { revision: 1, reason: 'No such customer.' } },
  resend: { stage: 'rejected', role: 'admin', json: { revision: 1, project } },
  retrieve: { stage: 'awaiting_decision', role: 'admin', json: { revision: 1 } },
  withdraw: { stage: 'rejected', role: 'admin', json: { revision: 1, reason: 'Not built.' } },
  retryExport: { stage: 'parked', role: 'operator', json: { revision: 1, note: 'The ERP is up again.' } },
  settle: { stage: 'parked', role: 'operator', json: { revision: 1, ids: { job: '24-017' }, note: 'By hand.' } },
  preflight: { stage: 'awaiting_decision', role: 'approver', json: { revision: 1, number: '24-018' } },
  comment: { stage: 'awaiting_decision', role: 'approver', json: { revision: 1, text: 'Agreed?', isQuestion: true } },
  exportNow: { stage: 'exporting', role: 'operator', json: {} },
  validate: { role: 'approver', json: { project } },
  integration: { role: 'viewer' },
  exportHealth: { role: 'viewer' },
  events: { role: 'viewer' },
} as const satisfies Readonly<Record<string, GoodRequest>>;
export type OperationName = keyof typeof goodRequests;

const isNamed = (id: string): id is OperationName => Object.hasOwn(goodRequests, id);

export const securedOperations: readonly Operation[] = Object.values<Operation>(operations).filter(
  ({ roles }) => roles !== undefined,
);

export function goodRequestFor({ id }: Operation): GoodRequest {
  if (!isNamed(id)) throw new Error(`${id} has no good request here`);
  return goodRequests[id];
}

export function pathFor(operation: Operation, companyId = 'acme', projectId = '1042'): string {
  const path = operation.path.replace('{companyId}', companyId).replace('{projectId}', projectId);
  return path + (goodRequestFor(operation).query ?? '');
}

/** Puts the submission there that the request is about. */
export function arrange(gateway: MemoryGateway, operation: Operation, companyId = 'acme'): void {
  const { stage } = goodRequestFor(operation);
  if (stage) gateway.put({ ...stages[stage], companyId });
}

export const inputFor = (operation: Operation): Sent => {
  const { json } = goodRequestFor(operation);
  return json === undefined ? {} : { json };
};
