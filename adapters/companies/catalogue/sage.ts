/** The Sage family. */
import { known, read, secondHand } from '../figures';
import type { CatalogueEntry } from './entry';
import { acceptPage, generalKnowledge, manualsSummary, numberIsUsual, thingsToKnow } from './sources';

const sage100Jobs = 'eidynamics.com, fields of Sage100Jobs';
const sage50Help = 'help.sage50.na.sage.com, import fields of jobs';
const sage50 = (maxLength: number) => ({ maxLength: read(maxLength, sage50Help) });
const sage100 = (maxLength: number) => ({ maxLength: read(maxLength, sage100Jobs) });

const intacctCodes = 'Procore help, Sage Intacct setup guide, cost codes, read in a stored copy';
const intacctCostCodes = {
  minTiers: secondHand(2, `${intacctCodes}: at least one delimiter in each code`),
  oneDelimiter: secondHand(true, `${intacctCodes}: one type of delimiter throughout; 01-100.01 may be taken as well`),
  uniqueNames: secondHand(true, `${intacctCodes}: unique names, in capitals or not`),
  delimiters: known('-./ ', `${intacctCodes}, names dashes and dots as examples; which others count was not read`),
};

const sage300Formats = 'Procore help, cost code formats for Sage 300 CRE, read in a stored copy';
const sage300Delimiters = 'Procore help, refresh cost codes for Sage 300 CRE, read in a stored copy';
const sage300CostCodes = {
  minTiers: secondHand(2, `${sage300Formats}: no codes without sections`),
  oneDelimiter: known(true, `${generalKnowledge}: one format of cost codes a site`),
  delimiters: secondHand('/-.', `${sage300Delimiters}: slash, dash and period`),
};

export const sage = {
  'sage-300-cre': {
    erpName: 'Sage 300 CRE',
    direction: secondHand('both', `${thingsToKnow('Sage 300 CRE')}; ${manualsSummary}`),
    rules: {
      fields: { name: { maxLength: known(30, `${generalKnowledge}, about 80 % sure`) } },
      // The mask, such as 12-324.12, differs from site to site: each company writes its own.
      jobNumber: { required: read(true, acceptPage) },
      costCodes: sage300CostCodes,
    },
    acceptFields: [],
    prerequisites: [
      'Agree with accounting how job numbers look and write it as rules.jobNumber.mask.',
      'Make a job in one system only: a job that was exported cannot be imported again.',
    ],
    adapters: ['file-drop'],
  },
  'sage-100-contractor': {
    erpName: 'Sage 100 Contractor',
    direction: secondHand('both', `${thingsToKnow('Sage 100 Contractor')}; ${manualsSummary}`),
    rules: {
      // Its short name (30 characters) has no counterpart in the project document.
      fields: {
        name: sage100(75),
        'address.line1': sage100(50),
        'address.line2': sage100(50),
        'address.city': sage100(50),
        'address.region': sage100(2),
        'address.postalCode': sage100(10),
      },
      jobNumber: {
        required: read(true, acceptPage),
        numeric: secondHand(true, `${thingsToKnow('Sage 100 Contractor')}: digits only, no separators`),
      },
      costCodes: {},
    },
    acceptFields: [],
    prerequisites: [
      'The import gives each job a status: Sage 100 Contractor takes none without.',
      'Sub jobs are made in Sage 100 Contractor and imported; export whole jobs only.',
    ],
    adapters: ['file-drop'],
  },
  'sage-intacct': {
    erpName: 'Sage Intacct',
    direction: secondHand('both', `${thingsToKnow('Sage Intacct')}; ${manualsSummary}`),
    rules: {
      fields: { name: { maxLength: secondHand(200, thingsToKnow('Sage Intacct')) } },
      jobNumber: {
        required: read(true, acceptPage),
        maxLength: known(20, `${generalKnowledge} (PROJECTID), about 75 % sure`),
      },
      costCodes: intacctCostCodes,
    },
    acceptFields: [],
    prerequisites: ['The Construction subscription is active in Sage Intacct.'],
    adapters: ['file-drop'],
  },
  'sage-50': {
    erpName: 'Sage 50',
    direction: known('export_only', 'no ready-made connector was found'),
    rules: {
      fields: {
        name: sage50(30),
        'address.line1': sage50(30),
        'address.line2': sage50(30),
        'address.city': sage50(20),
        'address.region': sage50(2),
        'address.postalCode': sage50(12),
      },
      jobNumber: { required: known(true, numberIsUsual), maxLength: read(20, sage50Help) },
      costCodes: {},
    },
    acceptFields: [],
    prerequisites: ['Set up the import of job files in Sage 50: no ready-made connector is known.'],
    adapters: ['file-drop'],
  },
} as const satisfies Record<string, CatalogueEntry>;
