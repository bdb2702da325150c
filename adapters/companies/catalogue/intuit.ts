/** The QuickBooks family. */
import { read, secondHand } from '../figures';
import type { CatalogueEntry } from './entry';

const glossary = 'Procore help, QuickBooks glossary';
const noComma = { forbidden: read(',', `${glossary}: no commas in the address`) };

export const intuit = {
  'quickbooks-desktop': {
    erpName: 'QuickBooks Desktop',
    direction: read('both', 'Procore help, accept or reject a project for export to QuickBooks Desktop'),
    rules: {
      fields: {
        name: { maxLength: read(41, glossary) },
        'address.line1': noComma,
        'address.line2': noComma,
        'address.city': noComma,
        'address.region': noComma,
        'address.postalCode': noComma,
      },
      jobNumber: { required: read(false, `${glossary}; developer.intuit.com, CustomerAdd: the name is the key`) },
      costCodes: {},
      uniqueBy: read('name', 'developer.intuit.com, CustomerAdd: the name is unique, in capitals or not'),
      levelSeparators: secondHand(
        ':',
        'support.zed-systems.com, Full Name format used in QuickBooks: each level stands behind a colon; capitals do not count',
      ),
    },
    acceptFields: [
      {
        key: 'customer',
        label: 'Customer',
        type: 'text',
        required: read(false, 'Procore help, accept page for QuickBooks Desktop: none where customers are jobs'),
      },
    ],
    prerequisites: [
      'The name is the key: no other customer or job may bear it, in capitals or not. A colon in it begins a job below.',
      'Decide whether a job is a customer of its own or stands below one that is named at accept.',
      'One company file.',
    ],
    adapters: ['file-drop'],
  },
  'quickbooks-online': {
    erpName: 'QuickBooks Online',
    direction: read(
      'import_only',
      'Procore help, about QuickBooks Online: the feature map shows the import arrow only',
    ),
    rules: {
      fields: {},
      jobNumber: { required: read(false, 'Procore help, about QuickBooks Online: projects are not exported') },
      costCodes: {},
    },
    acceptFields: [],
    prerequisites: ['QuickBooks Online Plus or Advanced, one company.'],
    adapters: [],
    notSupported: {
      message: 'QuickBooks Online takes no projects: its jobs can only be imported from it.',
      remedy: 'Add the job in QuickBooks Online and import it.',
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
