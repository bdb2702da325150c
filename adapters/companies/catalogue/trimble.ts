/** The Trimble (formerly Viewpoint) family. */
import { known, read, secondHand } from '../figures';
import type { CatalogueEntry } from './entry';
import { acceptPage, generalKnowledge, manualsSummary, thingsToKnow } from './sources';

const jcJobs = 'help.trimble.com, Vista import of JC Jobs (jc-jobs-jcjm)';
const getJobMain = 'help.viewpoint.com, Spectrum web service GetJobMain';
const spectrumTemplate = `${thingsToKnow('Trimble Spectrum')}: a template job is required`;
const fromTemplate = 'Procore help, send a project to Spectrum (legacy), requires it; the template job supplies it';

const noComma = read(',', 'Procore help, Vista glossary: no commas in the address');
const vista = (maxLength: number) => ({ maxLength: read(maxLength, jcJobs), forbidden: noComma });
const spectrum = (maxLength: number) => ({ maxLength: read(maxLength, getJobMain) });

export const trimble = {
  vista: {
    erpName: 'Trimble Vista',
    direction: secondHand('both', `${thingsToKnow('Trimble Vista')}; ${manualsSummary}`),
    rules: {
      fields: {
        name: {
          maxLength: secondHand(
            60,
            `${thingsToKnow('Trimble Vista')}: a longer name fails; Trimble's own import page says 30`,
          ),
        },
        'address.line1': vista(60),
        'address.line2': vista(60),
        'address.city': vista(30),
        'address.region': vista(2),
        'address.postalCode': vista(12),
      },
      // The mask is fixed when Vista is installed: each company writes its own.
      jobNumber: { required: read(true, acceptPage), maxLength: read(10, jcJobs) },
      costCodes: {},
    },
    acceptFields: [
      {
        key: 'contract',
        label: 'Contract',
        type: 'text',
        required: known(false, `${jcJobs} requires one; that imports fill it in is general knowledge`),
        maxLength: read(10, jcJobs),
      },
      { key: 'department', label: 'Department', type: 'text', required: known(false, generalKnowledge) },
    ],
    prerequisites: [
      'Write the mask that was chosen when Vista was installed as rules.jobNumber.mask.',
      'Numbers in the job cost history are taken as well: Vista refuses them.',
      'Country and region of the address stand as a pair in HQ Countries.',
      'The import fills job status, tax group, phase lock, payroll state and the certified flag.',
    ],
    adapters: ['file-drop'],
  },
  spectrum: {
    erpName: 'Trimble Spectrum',
    direction: secondHand('both', `${thingsToKnow('Trimble Spectrum')}; ${manualsSummary}`),
    rules: {
      fields: {
        name: spectrum(25),
        'address.line1': spectrum(30),
        'address.line2': spectrum(30),
        'address.city': spectrum(25),
        'address.region': spectrum(2),
        'address.postalCode': spectrum(10),
      },
      jobNumber: { required: read(true, acceptPage), maxLength: read(10, getJobMain) },
      costCodes: {},
    },
    acceptFields: [
      { key: 'template', label: 'Template job', type: 'text', required: secondHand(true, spectrumTemplate) },
      {
        key: 'customer',
        label: 'Customer',
        type: 'text',
        required: secondHand(false, fromTemplate),
      },
      {
        key: 'division',
        label: 'Division',
        type: 'text',
        required: secondHand(false, fromTemplate),
      },
    ],
    prerequisites: [
      'A template job stands in Spectrum: it gives division, cost center, customer, taxable flag and price method.',
      'One company file; Spectrum takes no sub jobs.',
    ],
    adapters: ['file-drop'],
  },
} as const satisfies Record<string, CatalogueEntry>;
