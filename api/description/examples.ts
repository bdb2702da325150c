/** One small project, and what is said about it: the examples of the API's description. */
import type { CommandName } from '../../workflows/contract/codes';

const project = {
  name: 'Riverside Clinic, Phase 2',
  number: 'P-1042',
  address: { line1: '120 Harbor Road', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' },
  startDate: '2026-03-02',
  completionDate: '2027-06-30',
  currency: 'USD',
  totalValue: '4250000.00',
  costCodes: [
    { code: '03-100', name: 'Concrete Forming', costTypes: ['labor', 'material'], budget: '310000.00' },
    { code: '05-120', name: 'Structural Steel', costTypes: ['subcontract'], budget: '620000.00' },
  ],
};

export const exampleIds = { companyId: 'acme', projectId: '1042' };

export const bodyExamples = {
  submit: { projectId: exampleIds.projectId, project },
  validate: { project },
  accept: { revision: 1, job: { number: '24-017' }, note: 'Agreed with the branch.' },
  reject: {
    revision: 1,
    reason: 'The customer code is missing.',
    category: 'incomplete',
    fields: [{ pointer: '/customer/code', message: 'Ask accounting for the code.' }],
  },
  resend: { revision: 1, project, note: 'Customer code added.' },
  retrieve: { revision: 1, note: 'Sent too early.' },
  withdraw: { revision: 1, reason: 'The contract was not signed.' },
  retryExport: { revision: 1, job: { number: '24-018' }, note: 'New job number.' },
  settle: { revision: 1, ids: { job: '24-017' }, note: 'Booked by hand and compared.' },
  preflight: { revision: 1, number: '24-018' },
} satisfies Record<CommandName | 'submit' | 'validate', unknown>;
