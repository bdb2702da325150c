/** What gets a parked submission going again. */
import { readChoice, readPairs } from '../arguments';
import type { Command } from '../command';
import { misuse } from '../failure';
import { confirmations } from '../../workflows/contract/codes';
import { act, revisionOptions } from '../writing';
import { fieldOption, jobOption } from './deciding';

export const retryExport: Command = {
  summary: 'try a parked export again',
  words: '<project>',
  examples: [
    'ledgergate retry-export 1042 --revision 2 --note "The ERP is up again"',
    'ledgergate retry-export 1042 --revision 2 --job 24-018',
    'ledgergate retry-export 1042 --revision 3 --confirm overwrite --differences-hash 4f2a',
  ],
  notes:
    'It looks in the ERP first. Another job number or field than was accepted, or to confirm a difference, takes an approver.',
  options: {
    job: jobOption,
    field: fieldOption,
    confirm: { takes: confirmations.join(' | '), help: 'what "changed_in_erp" or "deleted_in_erp" waits for' },
    'differences-hash': { takes: '<hash>', help: 'of the differences that were looked at; "show" prints it' },
    note: { takes: '<text>', help: 'a word to those who read the timeline' },
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
  summary: 'record that it was booked in the ERP by hand',
  words: '<project>',
  examples: [
    'ledgergate settle 1042 --revision 2 --id job=4711 --id jobNumber=24-017 --note "Booked by hand, 2026-03-01"',
  ],
  options: {
    id: {
      takes: '<name>=<value>',
      isMany: true,
      help: 'job (its own id of the record), jobNumber, or what "integration" lists; needed',
    },
    note: { takes: '<text>', help: 'how it was booked; needed' },
    ...revisionOptions,
  },
  run: (context) => {
    const { client, given } = context;
    const ids = Object.fromEntries(readPairs(given, 'id'));
    const note = given.text('note');
    if (note === undefined || !given.has('id'))
      throw misuse('--id and --note are needed', 'name the record, and say how it was booked');
    return act(context, {
      doing: 'Settle',
      send: (id, revision, writing) => client.command('settle', id, { revision, ids, note }, writing),
    });
  },
};
