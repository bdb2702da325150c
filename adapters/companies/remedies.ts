/** The remedies for mistakes in `companies.yaml`, by place. */
import { z } from 'zod';
import { noticeEvents } from '../../workflows/contract/codes';
import { ruledFields } from '../../workflows/contract/project-table';
import { erpIds } from './catalogue';
import type { Path } from './yaml-document';

const duration = 'Write a duration of at most 365 days, such as "90s", "15m", "24h" or "30d".';
const flag = 'Write true or false.';
const count = 'Write a whole number above 0.';
const addresses = 'Write mail addresses, at most 50, such as ["tess@example.com"].';
const secretVariable =
  'Write the environment variable of the worker that holds the secret (whsec_…), such as ACME_WEBHOOK_SECRET.';
const keys = 'Write the keys that belong below it.';

/** By the path below a company. */
const companyRemedies: Readonly<Record<string, string>> = {
  '': 'Write its name, integration and policy below it.',
  name: 'Write the name of the company: text of 1 to 200 characters, in quotes if it looks like a number.',
  integration:
    'Write an ERP and how it is reached, such as { erp: sage-intacct, adapter: file-drop, directory: erp/acme }.',
  'integration.erp': `Write one of ${erpIds.join(', ')}.`,
  'integration.adapter': 'Write "file-drop", "tryton", "http", or "none" for an ERP that takes no projects.',
  'integration.directory': 'Write the folder for the files of this company, such as "erp/acme" (below LEDGERGATE_VAR).',
  'integration.url': 'Write the address of the server, such as "https://erp.example.com".',
  'integration.database': 'Write the name of the database in Tryton, such as "erp".',
  'integration.keyVariable':
    'Write the environment variable of the worker that holds the user application key, such as TRYTON_KEY.',
  'integration.commitWithin': duration,
  'integration.tokenVariable':
    'Write the environment variable of the worker that holds the bearer token, such as AGENT_TOKEN.',
  'integration.signingVariable':
    'Write the environment variable of the worker that holds the key of the signatures, such as AGENT_SIGNING_KEY.',
  'integration.notKept': 'Write the fields that the ERP has no place for, such as [description, costCodes.costTypes].',
  'integration.ids':
    'Write the names of further ids that its records have, such as [customer]; job and jobNumber always count.',
  source: 'Write where the projects of this company come from, or take it out: they are then sent with each submit.',
  'source.kind': 'Write "procore".',
  'source.url':
    'Write where the API is, without a path, such as "https://api.procore.com"; http only for this machine.',
  'source.loginUrl': 'Write where tokens come from, without a path, such as "https://login.procore.com".',
  'source.companyId': "Write Procore's id of the company, such as 7656.",
  'source.clientIdVariable': 'Write the environment variable that holds the client id, such as PROCORE_CLIENT_ID.',
  'source.clientSecretVariable':
    'Write the environment variable that holds the client secret, such as PROCORE_CLIENT_SECRET.',
  'source.currency': 'Write the currency of its projects, such as USD: a project in Procore names none.',
  'source.writeBack': flag,
  policy: 'Write at least { rawSignals: all }.',
  'policy.fourEyes': flag,
  'integration.recordUrl':
    'Write the http(s) address of a record in the ERP with {reference} or an id of the receipt in it, such as "https://erp.example.com/jobs/{job}"; or take it out.',
  'policy.exportFor': 'Write a duration of 1 second to 365 days, such as "24h" or "30d".',
  'policy.rawSignals':
    'Write "all" to obey signals sent by the Temporal UI or CLI, whose sender nobody verifies, or "none" to ignore them.',
  'policy.remindAfter': 'Write a duration of 1 minute to 365 days, such as "48h" or "3d".',
  'policy.searchNames': flag,
  notify: 'Write who is told below it, such as { approvers: ["tess@example.com"] }; or take it out.',
  'notify.approvers': addresses,
  'notify.operators': addresses,
  'notify.webhook':
    'Write { url: "https://hooks.example.com/ledgergate", secretVariable: ACME_WEBHOOK_SECRET }, or take it out.',
  'notify.webhook.url':
    'Write an https address without a name, password or fragment in it, such as "https://hooks.example.com/ledgergate".',
  'notify.webhook.secretVariable': secretVariable,
  'notify.webhook.formerSecretVariable': secretVariable,
  'notify.events': `Write some of ${noticeEvents.join(', ')}; or leave it out for all.`,
};

/** By the last part of a path below a company's `rules`. */
const ruleRemedies: Readonly<Record<string, string>> = {
  required: flag,
  numeric: flag,
  equalsProjectNumber: flag,
  maxLength: count,
  max: count,
  minTiers: count,
  delimiters: 'Write the signs in quotes, such as "-./ " (a blank counts too).',
  oneDelimiter: flag,
  uniqueNames: flag,
  uniqueBy: 'Write "name", or take it out.',
  levelSeparators: 'Write the signs in quotes, such as ":".',
  budgetsEqualTotal: flag,
  forbidden: 'Write the characters in quotes, such as ",;".',
  mask: 'Write it in quotes, such as "##-###" (# is a digit, A a letter): outside quotes a # begins a comment.',
};

/** Last of a path such as `companies.acme.rules.jobNumber.mask`, if it is a rule's member. */
function ruleMember(path: Path): string | undefined {
  if (path[2] !== 'rules' || path.length < 4) return undefined;
  const depth = path[3] === 'fields' ? 5 : ['jobNumber', 'costCodes'].includes(String(path[3])) ? 4 : 3;
  return path.length > depth ? String(path.at(-1)) : undefined;
}

function remedyAt(path: Path): string {
  if (path.length < 2) return 'Write the companies below "companies:", or "companies: {}" for none.';
  const member = ruleMember(path);
  if (member !== undefined) return ruleRemedies[member] ?? keys;
  // Of an entry in a list, what belongs into the list.
  const below = path.slice(2).filter((part) => typeof part === 'string');
  return companyRemedies[below.join('.')] ?? keys;
}

function describeValue(issue: z.core.$ZodIssue): string {
  const { input } = issue;
  // Of a union that is chosen by a key, the input is the map around the key.
  if (issue.code === 'invalid_union') return 'is missing or unknown';
  if (input === undefined) return 'is missing';
  if (input === null) return 'is empty';
  // It may be the secret itself, where its variable belongs.
  if (String(issue.path.at(-1)).endsWith('Variable')) return 'does not fit';
  // It may hold a password.
  if (issue.path.at(-2) === 'webhook') return 'does not fit';
  return typeof input === 'object' ? 'does not fit' : `does not fit (${JSON.stringify(input).slice(0, 60)})`;
}

const idRemedy =
  'is not a company id. Write 1 to 64 letters, digits, "_", "." or "-", beginning with a letter or digit.';

/** Returns the sentence for an issue of the schema. */
export const messageFor = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_key' ? idRemedy : `${describeValue(issue)}. ${remedyAt(issue.path)}`;

/** Returns the sentence for a key that the schema does not know. */
export function unknownKey(inst: unknown): string {
  const knownKeys = inst instanceof z.ZodObject ? Object.keys(inst.shape) : ruledFields;
  return `is an unknown key. Correct it or take it out; known here: ${knownKeys.join(', ')}.`;
}
