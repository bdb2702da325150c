/** Property and construction ERPs with their own connectors. */
import { known, read, secondHand } from '../figures';
import type { CatalogueEntry } from './entry';
import { manualsSummary, numberIsUsual, thingsToKnow } from './sources';

const yardiPages = thingsToKnow('Yardi Voyager');

export const property = {
  yardi: {
    erpName: 'Yardi Voyager',
    direction: read('link_only', 'Procore help, about Yardi Voyager: first create the corresponding job in Yardi'),
    rules: {
      fields: {},
      jobNumber: {
        required: secondHand(true, yardiPages),
        maxLength: secondHand(16, yardiPages),
        equalsProjectNumber: secondHand(true, `${yardiPages}: the project number is the Yardi job code`),
      },
      costCodes: {},
    },
    acceptFields: [],
    prerequisites: [
      'The job exists in Yardi Voyager, and its job code is the project number.',
      'All jobs stand under one entity.',
    ],
    adapters: [],
    notSupported: {
      message:
        'Yardi Voyager takes no new projects: it only links a project to a job it has, which Ledgergate does not do.',
      remedy:
        'Create the job in Yardi first, with the project number as its job code, and link the project to it there.',
    },
  },
  mri: {
    erpName: 'MRI Platform X',
    direction: secondHand('both', manualsSummary),
    rules: { fields: {}, jobNumber: { required: known(true, numberIsUsual) }, costCodes: {} },
    acceptFields: [],
    prerequisites: ['One cost code list, from MRI.', 'One phase a project; MRI Platform X takes no sub jobs.'],
    adapters: ['file-drop'],
  },
  cmic: {
    erpName: 'CMiC',
    direction: secondHand('both', `${thingsToKnow('CMiC')}; ${manualsSummary}`),
    rules: { fields: {}, jobNumber: { required: known(true, numberIsUsual) }, costCodes: {} },
    acceptFields: [
      {
        key: 'company',
        label: 'Company',
        type: 'text',
        required: secondHand(false, `${thingsToKnow('CMiC')}: chosen where there are several companies`),
      },
    ],
    prerequisites: ['The import makes a CMiC project, not a CMiC job.'],
    adapters: ['file-drop'],
  },
} as const satisfies Record<string, CatalogueEntry>;
