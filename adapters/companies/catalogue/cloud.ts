/** Enterprise and cloud ERPs that stand alone. */
import { known, read, secondHand } from '../figures';
import type { CatalogueEntry } from './entry';
import { acceptPage, generalKnowledge, manualsSummary, numberIsUsual, thingsToKnow } from './sources';

const twoTiers = {
  minTiers: secondHand(2, `${manualsSummary}: cost codes of two tiers or more`),
  // No page names the signs: none is left out, so that no code is refused that the ERP takes.
  delimiters: known('-./ ', `${generalKnowledge}: codes such as 03-100, 03 30 00 and 00 24 13.13`),
};
const xeroItems = `${thingsToKnow('Xero')}; ${manualsSummary}`;
const bcPages = 'microsoft.github.io/BCApps and learn.microsoft.com, table Job';

const constructionJob = 'adapters/erp/tryton/module, run against trytond 8.0';

export const cloud = {
  acumatica: {
    erpName: 'Acumatica',
    direction: secondHand('both', `${thingsToKnow('Acumatica')}: the Edge edition; Vision is export only`),
    rules: {
      fields: { name: { maxLength: secondHand(30, manualsSummary) } },
      // A digits-only number was seen in one copy, probably taken over from another ERP's page: no rule.
      jobNumber: { required: secondHand(true, `${thingsToKnow('Acumatica')}: project id entered at accept`) },
      costCodes: {},
    },
    acceptFields: [
      {
        key: 'template',
        label: 'Template',
        type: 'text',
        required: known(false, `${acceptPage} names a "Template ID"; that Acumatica wants it is general knowledge`),
      },
    ],
    prerequisites: [
      'Leave the first project task alone: Acumatica makes it.',
      'In the Vision edition the project structure has at least one task segment.',
    ],
    adapters: ['file-drop'],
  },
  netsuite: {
    erpName: 'NetSuite',
    direction: secondHand('both', manualsSummary),
    rules: { fields: {}, jobNumber: { required: known(true, numberIsUsual) }, costCodes: twoTiers },
    acceptFields: [
      {
        key: 'subsidiary',
        label: 'Subsidiary',
        type: 'text',
        required: secondHand(false, `${manualsSummary}: one subsidiary a site, so it need not be named`),
      },
    ],
    prerequisites: [
      'One subsidiary a site.',
      'Items are named <project number>-<cost code>.<cost type>: settle the project number before the export.',
    ],
    adapters: ['file-drop'],
  },
  xero: {
    erpName: 'Xero',
    direction: secondHand('both', manualsSummary),
    rules: {
      // The project becomes an option of a tracking category; its name is the option's.
      fields: {
        name: { maxLength: known(100, `${generalKnowledge}, about 80 % sure`) },
        'costCodes.code': { maxLength: secondHand(30, xeroItems) },
      },
      jobNumber: { required: known(true, numberIsUsual) },
      costCodes: { max: secondHand(4_000, `${xeroItems}: items`) },
    },
    acceptFields: [],
    prerequisites: [
      'One organisation, with a tracking category for projects.',
      'Cost codes come from the Xero standard list; all projects together use at most 4,000 items.',
    ],
    adapters: ['file-drop'],
  },
  workday: {
    erpName: 'Workday',
    direction: secondHand('both', manualsSummary),
    rules: { fields: {}, jobNumber: { required: known(true, numberIsUsual) }, costCodes: twoTiers },
    acceptFields: [],
    prerequisites: ['Name, number, start and end are mapped to the Workday project.'],
    adapters: ['file-drop'],
  },
  'business-central': {
    erpName: 'Business Central',
    direction: known('export_only', 'no ready-made connector was found'),
    rules: {
      fields: { name: { maxLength: read(100, bcPages) } },
      jobNumber: { required: known(true, numberIsUsual), maxLength: read(20, bcPages) },
      costCodes: {},
    },
    acceptFields: [
      {
        key: 'billToCustomer',
        label: 'Bill-to customer',
        type: 'text',
        required: read(false, `${bcPages}: a field of the job; whether it must be filled was not read`),
      },
    ],
    prerequisites: [
      'Set up an import of the files in Business Central: no ready-made connector is known.',
      'The bill-to customer exists.',
    ],
    adapters: ['file-drop'],
  },
  tryton: {
    erpName: 'Tryton',
    direction: read('both', 'trytond_project 8.0: a project.work was read and created through its API'),
    rules: {
      fields: {
        name: { forbidden: read('\\', 'trytond_project 8.0: refused in the name of a project.work') },
        'customer.name': { required: read(true, `${constructionJob}: a job has a customer`) },
      },
      jobNumber: { required: read(true, `${constructionJob}: a job has a number`) },
      costCodes: {},
    },
    acceptFields: [
      {
        key: 'customer',
        label: 'Customer code',
        type: 'text',
        required: read(false, `${constructionJob}: else the code of the project's customer, or its name`),
      },
    ],
    prerequisites: [
      'The module construction_job that comes with Ledgergate is installed, and a user has an application key for it.',
      'Job numbers are unique in Tryton: an import refuses one that is taken.',
      "The project's currency is that of the company in Tryton.",
    ],
    adapters: ['tryton', 'file-drop'],
  },
} as const satisfies Record<string, CatalogueEntry>;
