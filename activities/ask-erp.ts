/** Asks the ERP before a decision what would stand in the way. It never writes. */
import { Context } from '@temporalio/activity';
import type { AskRequest, AskResult } from '../workflows/contract/activities';
import { deadline } from './deadline';
import type { Bulkhead } from './bulkhead';
import type { Erp, ErpAnswer, ErpRecord, ErpRegistry } from './erp-port';
import { reconcile } from './reconcile';

type Finding = AskResult['findings'][number];

function findingsOfRecord(erp: Erp, request: AskRequest, found: ErpRecord | undefined): Finding[] {
  const { project, exported } = request;
  if (!exported) {
    if (!found) return [];
    return [{ code: 'already_in_erp', message: 'The ERP holds a record under the reference of this project.' }];
  }
  const plan = reconcile(erp, { project, job: exported.job, exported }, found);
  return 'mismatch' in plan ? [{ code: plan.mismatch.code, message: plan.mismatch.message }] : [];
}

function toFindings(erp: Erp, request: AskRequest, answer: ErpAnswer): Finding[] {
  const { number = '', project } = request;
  const { numberHolder, nameHolder, isCustomerKnown } = answer;
  const found = findingsOfRecord(erp, request, answer.found);
  if (numberHolder !== undefined) {
    const message = `Job number ${number} belongs to ${numberHolder} in the ERP.`;
    found.push({ code: 'number_taken_in_erp', pointer: '/job/number', message });
  }
  if (nameHolder !== undefined) {
    const message = `The ERP knows its jobs by name, and this name belongs to ${nameHolder}. Another name helps.`;
    found.push({ code: 'name_taken_in_erp', pointer: '/name', message });
  }
  if (isCustomerKnown === false) {
    const name = project.customer?.name ?? '';
    const message = `The ERP does not know the customer ${name}; the export makes it.`;
    found.push({ code: 'customer_not_in_erp', pointer: '/customer', message });
  }
  return found;
}

/** @throws Error the ERP could not be asked; the workflow makes a finding of it */
export async function askErp(erps: ErpRegistry, gate: Bulkhead, request: AskRequest): Promise<AskResult> {
  const { companyId, reference, project, number, jobNumber } = request;
  const erp = await erps.forCompany(companyId);
  if (!erp?.check) throw new Error('its integration is not configured to be asked.');
  const { info, cancellationSignal } = Context.current();
  const question = {
    ...{ reference, project },
    ...(number !== undefined && { number }),
    ...(jobNumber.mask !== undefined && { mask: jobNumber.mask }),
  };
  const ask = erp.check.bind(erp);
  const turn = { attempt: info.attempt, isRetry: false, isQuestion: true };
  const answer = await gate.run(companyId, turn, () => {
    const { signal, clear } = deadline(cancellationSignal, info.startToCloseTimeoutMs);
    return ask(question, { signal, heartbeat: () => undefined }).finally(clear);
  });
  return {
    findings: toFindings(erp, request, answer),
    ...(answer.nextNumber !== undefined && { suggestedNumber: answer.nextNumber }),
    ...(answer.found && { found: answer.found.receipt.ids }),
  };
}
