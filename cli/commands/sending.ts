/** What a project admin does: submit, resend, retrieve, withdraw; and validate before. */
import type { Command } from '../command';
import { unwrap, say } from '../command';
import { misuse } from '../failure';
import { readProject } from '../input';
import { checkLines } from '../show';
import { act, idempotencyKey, keyOption, readProjectId, revisionOptions, sayWritten } from '../writing';

const note = { takes: '<text>', help: 'a word to those who read the timeline' } as const;

export const submit: Command = {
  summary: 'submit a project for acceptance',
  words: '<project> [<file> | -]',
  examples: ['ledgergate submit 1042 riverside.json', 'jq .project export.json | ledgergate submit 1042 -'],
  notes: 'Without a file the project is fetched from the source of the company, if it has one.',
  options: keyOption,
  run: async (context) => {
    const { client, companyId, io, given } = context;
    const projectId = readProjectId(context);
    const [, file] = given.words;
    const key = idempotencyKey(context);
    const body = { projectId, ...(file !== undefined && { project: await readProject(file, io) }) };
    const answer = await client.submit(companyId, body, { key, signal: io.signal });
    sayWritten(context, unwrap(context, answer, { projectId, key }));
    return 'ok';
  },
};

export const resend: Command = {
  summary: 'send a corrected project again, as the next revision',
  words: '<project>',
  examples: [
    'ledgergate resend 1042 --file riverside.json',
    'ledgergate resend 1042 --revision 1 --file - < riverside.json',
  ],
  notes:
    'Without --file the project is fetched from the source of the company; where there is none, the last one goes as it is.',
  options: { file: { takes: '<file> or -', help: 'the corrected project' }, note, ...revisionOptions },
  run: async (context) => {
    const { client, io, given } = context;
    const file = given.text('file');
    const project = file === undefined ? undefined : await readProject(file, io);
    return act(context, {
      doing: 'Resend after',
      send: (id, revision, writing) =>
        client.command('resend', id, { revision, project, note: given.text('note') }, writing),
    });
  },
};

export const retrieve: Command = {
  summary: 'take a project back before a decision',
  words: '<project>',
  examples: ['ledgergate retrieve 1042 --revision 1 --note "The budget changes"'],
  options: { note, ...revisionOptions },
  run: (context) =>
    act(context, {
      doing: 'Retrieve',
      send: (id, revision, writing) =>
        context.client.command('retrieve', id, { revision, note: context.given.text('note') }, writing),
    }),
};

export const withdraw: Command = {
  summary: 'end a submission without export',
  words: '<project>',
  examples: ['ledgergate withdraw 1042 --revision 1 --reason "Not built"'],
  options: { reason: { takes: '<text>', help: 'why; needed' }, ...revisionOptions },
  run: (context) => {
    const reason = context.given.text('reason');
    if (reason === undefined) throw misuse('--reason is needed', 'say why it is withdrawn');
    return act(context, {
      doing: 'Withdraw',
      send: (id, revision, writing) => context.client.command('withdraw', id, { revision, reason }, writing),
    });
  },
};

export const validate: Command = {
  summary: "check a project by the ERP's rules without submitting it",
  words: '<file> | -',
  examples: ['ledgergate validate riverside.json', 'ledgergate validate riverside.json --project 1042'],
  notes: 'Ends with 1 when there is an error among what was found; warnings alone end with 0.',
  options: { project: { takes: '<id>', help: 'whose it is: its own submission is no other with the same number' } },
  run: async (context) => {
    const { client, companyId, io, given } = context;
    const project = await readProject(given.words[0] ?? '-', io);
    const { checks } = unwrap(
      context,
      await client.validate(companyId, { project, projectId: given.text('project') }, { signal: io.signal }),
    );
    say(context, checks.length === 0 ? ['It fits.'] : checkLines(checks));
    return checks.some((check) => 'severity' in check && check.severity === 'error') ? 'refused' : 'ok';
  },
};
