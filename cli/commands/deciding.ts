/** The commands of the approver: accept, reject, and the preflight before. */
import { readPairs } from '../arguments';
import { type Command, summaryFor } from '../command';
import { misuse } from '../failure';
import { act, revisionOptions } from '../writing';
import { defined } from '../../workflows/contract/defined';

export const jobOption = { takes: '<number>', help: 'the job number in the ERP' } as const;
export const fieldOption = {
  takes: '<name>=<value>',
  isMany: true,
  help: 'an extra field that this ERP requires; "ledgergate integration" lists them',
} as const;

export const accept: Command = {
  summary: summaryFor('accept'),
  words: '<project>',
  examples: [
    'ledgergate accept 1042 --revision 2 --job 24-017',
    'ledgergate accept 1042 --job 24-017 --field department=Civil --note "As agreed"',
  ],
  options: {
    job: jobOption,
    field: fieldOption,
    note: { takes: '<text>', help: 'a note that appears in the timeline' },
    ...revisionOptions,
  },
  run: (context) => {
    const { client, given } = context;
    const number = given.text('job');
    const fields = Object.fromEntries(readPairs(given, 'field'));
    const job = { number, ...defined({ fields: given.has('field') ? fields : undefined }) };
    return act(context, {
      doing: number === undefined ? 'Accept' : `Accept as job ${number}`,
      send: (id, revision, writing) =>
        client.command('accept', id, { revision, job, note: given.text('note') }, writing),
    });
  },
};

export const reject: Command = {
  summary: summaryFor('reject'),
  words: '<project>',
  examples: [
    'ledgergate reject 1042 --revision 1 --reason "The customer is missing"',
    'ledgergate reject 1042 --reason "See the fields" --field /address/city="is not in Ohio"',
    'ledgergate reject 1042 --reason "Too low" --field /costCodes/03-100/budget="was 310000"',
  ],
  options: {
    reason: { takes: '<text>', help: 'what the sender has to correct; required' },
    category: { takes: '<text>', help: 'a category to sort by' },
    field: {
      takes: '<pointer>=<message>',
      isMany: true,
      help: 'what is wrong with one field; name a cost code by its code',
    },
    ...revisionOptions,
  },
  run: (context) => {
    const { client, given } = context;
    const reason = given.text('reason');
    if (reason === undefined) throw misuse('--reason is required', 'state what has to be corrected');
    const fields = readPairs(given, 'field').map(([pointer, message]) => ({ pointer, message }));
    const body = {
      reason,
      category: given.text('category'),
      ...defined({ fields: fields.length > 0 ? fields : undefined }),
    };
    return act(context, {
      doing: 'Reject',
      send: (id, revision, writing) => client.command('reject', id, { revision, ...body }, writing),
    });
  },
};

export const preflight: Command = {
  summary: summaryFor('preflight'),
  words: '<project>',
  examples: ['ledgergate preflight 1042 --revision 2 --job 24-018', 'ledgergate show 1042'],
  notes: 'The findings appear in the view within seconds.',
  options: { job: { takes: '<number>', help: 'a job number for the preflight to check' }, ...revisionOptions },
  run: (context) =>
    act(context, {
      doing: 'Request a preflight of',
      send: (id, revision, writing) =>
        context.client.command('preflight', id, { revision, number: context.given.text('job') }, writing),
    }),
};
