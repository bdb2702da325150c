/** The commands of the project admin: submit, resend, retrieve, withdraw, and validate before. */
import { type Command, say, summaryFor, unwrap } from '../command';
import { misuse } from '../failure';
import { readProject } from '../input';
import { checkLines, headLines } from '../show';
import { act, idempotencyKey, keyOption, readProjectId, revisionOptions, sayWritten } from '../writing';
import { defined } from '../../workflows/contract/defined';

const note = { takes: '<text>', help: 'a note that appears in the timeline' } as const;

export const submit: Command = {
  summary: 'submit a project for acceptance',
  words: '<project> [<file> | -]',
  examples: ['ledgergate submit 1042 riverside.json', 'jq .project export.json | ledgergate submit 1042 -'],
  notes: 'Without a file, the project is fetched from the source of the company, if it has one.',
  options: keyOption,
  run: async (context) => {
    const { client, companyId, io, given } = context;
    const projectId = readProjectId(context);
    const [, file] = given.words;
    const key = idempotencyKey(context);
    const body = { projectId, ...defined({ project: file === undefined ? undefined : await readProject(file, io) }) };
    const answer = await client.submit(companyId, body, { key, signal: io.signal });
    sayWritten(context, projectId, headLines(unwrap(context, answer, { projectId, key })));
    return 'ok';
  },
};

export const resend: Command = {
  summary: summaryFor('resend'),
  words: '<project>',
  examples: [
    'ledgergate resend 1042 --file riverside.json',
    'ledgergate resend 1042 --revision 1 --file - < riverside.json',
  ],
  notes:
    'Without --file, the project is fetched from the source of the company; without a source, the last one is sent unchanged.',
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
  summary: summaryFor('retrieve'),
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
  summary: summaryFor('withdraw'),
  words: '<project>',
  examples: ['ledgergate withdraw 1042 --revision 1 --reason "Not built"'],
  options: { reason: { takes: '<text>', help: 'why it is withdrawn; required' }, ...revisionOptions },
  run: (context) => {
    const reason = context.given.text('reason');
    if (reason === undefined) throw misuse('--reason is required', 'state why it is withdrawn');
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
  notes: 'Exits with 1 if there is an error among the findings. Warnings alone exit with 0.',
  options: {
    project: {
      takes: '<id>',
      help: 'the id of a submitted project, so that its own submission causes no same_number warning',
    },
  },
  run: async (context) => {
    const { client, companyId, io, given } = context;
    const project = await readProject(given.words[0] ?? '-', io);
    const { checks } = unwrap(
      context,
      await client.validate(companyId, { project, projectId: given.text('project') }, { signal: io.signal }),
    );
    say(context, checks.length === 0 ? ['The project meets the rules.'] : checkLines(checks));
    return checks.some((check) => 'severity' in check && check.severity === 'error') ? 'refused' : 'ok';
  },
};
