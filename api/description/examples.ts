/** The examples of the API's description: one small project and the commands on it. */
import { commandRow, type CommandName } from '../../workflows/contract/command-table';
import { defined } from '../../workflows/contract/defined';

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
};

/** Returns an example of a command's body, with a project if the command takes one. */
export function commandExample(name: CommandName): object {
  const { fields, example } = commandRow(name);
  return { revision: 1, ...defined({ project: 'project' in fields ? project : undefined }), ...example };
}
