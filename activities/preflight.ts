/** The preflight asks the ERP what would prevent an export. It writes nothing. */
import { Context } from '@temporalio/activity';
import type { PreflightRequest, PreflightResult } from '../workflows/contract/activities';
import { deadline } from './deadline';
import type { Bulkhead } from './bulkhead';
import type { CallContext } from './circuit';
import { describeNameHolder, type Erp, type ErpPreflightAnswer, type ErpRecord, type ErpRegistry } from './erp-port';
import { reconcile } from './reconcile';
import { defined } from '../workflows/contract/defined';

type Finding = PreflightResult['findings'][number];

function compareRecord(erp: Erp, request: PreflightRequest, found: ErpRecord | undefined): Finding[] {
  const { project, exported } = request;
  if (!exported) {
    if (!found) return [];
    return [{ code: 'already_in_erp', message: 'The ERP already holds a record with the reference of this project.' }];
  }
  const plan = reconcile(erp, { project, job: exported.job, exported }, found);
  return 'mismatch' in plan ? [{ code: plan.mismatch.code, message: plan.mismatch.message }] : [];
}

function toFindings(erp: Erp, request: PreflightRequest, answer: ErpPreflightAnswer): Finding[] {
  const { number = '', project } = request;
  const { numberHolder, nameHolder, isCustomerKnown } = answer;
  const found = compareRecord(erp, request, answer.found);
  if (numberHolder !== undefined) {
    const message = `Job number ${number} belongs to ${numberHolder} in the ERP.`;
    found.push({ code: 'number_taken_in_erp', pointer: '/job/number', message, holder: numberHolder });
  }
  if (nameHolder !== undefined) {
    const message = describeNameHolder(nameHolder);
    found.push({ code: 'name_taken_in_erp', pointer: '/name', message, holder: nameHolder });
  }
  if (isCustomerKnown === false) {
    const name = project.customer?.name ?? '';
    const message = `The ERP does not have the customer ${name} yet. The export creates it.`;
    found.push({ code: 'customer_not_in_erp', pointer: '/customer', message });
  }
  return found;
}

/** Runs a preflight. @throws Error if the ERP gave no answer; the workflow makes a finding of it */
export async function preflight(
  erps: ErpRegistry,
  gate: Bulkhead,
  request: PreflightRequest,
): Promise<PreflightResult> {
  const { companyId, reference, project, number, jobNumber } = request;
  const erp = await erps.forCompany(companyId);
  const run = erp?.preflight?.bind(erp);
  if (!erp || !run) throw new Error('its integration does not support a preflight.');
  const { info, cancellationSignal } = Context.current();
  const order = {
    reference,
    project,
    ...defined({ number, mask: jobNumber.mask }),
  };
  const context: CallContext = { attempt: info.attempt, isRetry: false, isPreflight: true };
  const answer = await gate.run(companyId, context, () => {
    const { signal, clear } = deadline(cancellationSignal, info.startToCloseTimeoutMs);
    return run(order, { signal, heartbeat: () => undefined }).finally(clear);
  });
  return {
    findings: toFindings(erp, request, answer),
    ...defined({ suggestedNumber: answer.nextNumber, found: answer.found?.receipt.ids }),
  };
}
