/** The commands that help an export on: retry-export and settle for a parked one, export-now for one that waits. */
import { readChoice, readPairs } from '../arguments';
import { type Command, summaryFor, unwrap } from '../command';
import { misuse } from '../failure';
import { confirmations } from '../../workflows/contract/codes';
import { act, idempotencyKey, keyOption, readProjectId, revisionOptions, sayWritten } from '../writing';
import { fieldOption, jobOption } from './deciding';

export const retryExport: Command = {
  summary: summaryFor('retryExport'),
  words: '<project>',
  examples: [
    'ledgergate retry-export 1042 --revision 2 --note "The ERP is up again"',
    'ledgergate retry-export 1042 --revision 2 --job 24-018',
    'ledgergate retry-export 1042 --revision 3 --confirm overwrite --differences-hash 4f2a',
  ],
  notes:
    'The export looks the record up first. Only an approver may change the accepted job number or fields, or confirm a difference.',
  options: {
    job: jobOption,
    field: fieldOption,
    confirm: {
      takes: confirmations.join(' | '),
      help: 'confirm a difference: overwrite for "changed_in_erp", recreate for "deleted_in_erp"',
    },
    'differences-hash': { takes: '<hash>', help: 'the hash of the reviewed differences; "show" prints it' },
    note: { takes: '<text>', help: 'a note that appears in the timeline' },
    ...revisionOptions,
  },
  run: (context) => {
    const { client, given } = context;
    const number = given.text('job');
    const fields = given.has('field') && { fields: Object.fromEntries(readPairs(given, 'field')) };
    const confirm = readChoice(given, 'confirm', confirmations);
    if (given.has('confirm') !== given.has('differences-hash')) {
      throw misuse(
        '--confirm and --differences-hash go together',
        'take --differences-hash from what "ledgergate show" prints',
      );
    }
    const body = { confirm, differencesHash: given.text('differences-hash'), note: given.text('note') };
    const job = number === undefined && !fields ? {} : { job: { number, ...fields } };
    return act(context, {
      doing: confirm === undefined ? 'Export again' : `Export again and ${confirm}`,
      send: (id, revision, writing) => client.command('retryExport', id, { revision, ...job, ...body }, writing),
    });
  },
};

export const settle: Command = {
  summary: summaryFor('settle'),
  words: '<project>',
  examples: [
    'ledgergate settle 1042 --revision 2 --id job=4711 --id jobNumber=24-017 --note "Booked by hand, 2026-03-01"',
  ],
  options: {
    id: {
      takes: '<name>=<value>',
      isMany: true,
      help: 'job (the ERP\'s id of the record), jobNumber, or an id that "integration" lists; required',
    },
    note: { takes: '<text>', help: 'how it was booked; required' },
    ...revisionOptions,
  },
  run: (context) => {
    const { client, given } = context;
    const ids = Object.fromEntries(readPairs(given, 'id'));
    const note = given.text('note');
    if (note === undefined || !given.has('id'))
      throw misuse('--id and --note are required', 'give an id of the record, and how it was booked');
    return act(context, {
      doing: 'Settle',
      send: (id, revision, writing) => client.command('settle', id, { revision, ids, note }, writing),
    });
  },
};

export const exportNow: Command = {
  summary: 'start the next attempt of an export at once',
  words: '<project>',
  examples: ['ledgergate export-now 1042', 'ledgergate wait 1042'],
  notes: 'For an export that waits for its next attempt. Nothing changes if an attempt runs already.',
  options: keyOption,
  run: async (context) => {
    const { client, companyId, io } = context;
    const projectId = readProjectId(context);
    const key = idempotencyKey(context);
    const answer = await client.exportNow({ companyId, projectId }, { key, signal: io.signal });
    unwrap(context, answer, { projectId, key });
    sayWritten(context, projectId, ['the next attempt is due now']);
    return 'ok';
  },
};
