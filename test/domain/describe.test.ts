import { execFileSync } from 'node:child_process';
import { fc } from '../support/fast-check';
import { commandNames, type CommandName } from '../../workflows/contract/command-table';
import { decide } from '../../workflows/domain/decide';
import { describeState } from '../../workflows/domain/describe';
import { parseSignal } from '../../workflows/domain/parse';
import { initialState, requestWithdraw, type Submission } from '../../workflows/domain/submission';
import * as given from '../support/domain/fixtures';
import { commands, play, stages, third, type Stage } from '../support/domain/fixtures';

const everyStage = Object.keys(stages) as Stage[];
const listLines = (state: Submission): string[] =>
  [...describeState(state).matchAll(/```\n(.*)\n```/g)].map((match) => match[1] ?? '');

/** The words that a POSIX shell makes of a line that begins with `temporal`. */
function splitWords(line: string): string[] {
  const script = `temporal() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${line}\n`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('what ops read in the Temporal UI', () => {
  it.each([
    ['awaiting_decision', 'the accounting approver', ['accept', 'reject']],
    ['rejected', 'the project admin', ['resend']],
    ['retrieved', 'the project admin', ['resend']],
    ['exporting', 'the ERP', []],
    ['parked', 'an operator or approver', ['retryExport', 'settle']],
    ['parked, outcome unknown', 'an operator or approver', ['retryExport', 'settle']],
    ['exported', 'nobody', []],
    ['withdrawn', 'nobody', []],
  ] satisfies [Stage, string, CommandName[]][])(
    '%s: who is awaited and with which line it goes on',
    (stage, awaited, names) => {
      const state = stages[stage];
      const text = describeState(state);
      expect(text).toContain(`**Status** ${state.status}, revision 1, since ${state.waitingSince}`);
      expect(text).toContain(`**Awaited** ${awaited}`);
      expect(text).toContain('**Reference in the ERP** `acme~1042`');
      expect(listLines(state).map((line) => /--name (\w+)/.exec(line)?.[1])).toEqual(names);
    },
  );

  it('a parked one says why, since when and what to do', () => {
    const text = describeState(stages.parked);
    expect(text).toContain(`**Parked** (erp_refused) since ${given.at(8)}: The ERP said no`);
    expect(text).toContain('**To do** The ERP refused the data.');
  });

  it('a resent one still says why the last revision was rejected, and by whom', () => {
    const resent = play(stages.rejected, { command: commands.resend, by: given.sender });
    expect(describeState(resent)).toContain('**Last rejection** of revision 1 by tess (api): The job number is taken');
  });

  it('a cancel shows as long as it waits, and no longer', () => {
    const cancelled = requestWithdraw(stages.exporting, { id: 'temporal', channel: 'cancel' }, given.at(7));
    expect(describeState(cancelled)).toContain('**Cancel requested**');
    expect(describeState(play(cancelled, given.exported(cancelled)))).not.toContain('Cancel requested');
    const parked = play(cancelled, given.parkedAs('erp_denied'));
    expect(describeState(play(parked, { command: commands.withdraw }))).not.toContain('Cancel requested');
  });

  it('an exported one shows the ids in the ERP', () => {
    expect(describeState(stages.exported)).toContain('**Receipt** job J-9');
  });
});

describe('the lines to paste', () => {
  it.each(everyStage)('%s: each reaches this submission, is well formed and legal now', (stage) => {
    const state = stages[stage];
    for (const line of listLines(state)) {
      const [workflow, signal, flag, id, nameFlag, name, inputFlag, input, ...rest] = splitWords(line);
      expect([workflow, signal, flag, id]).toEqual(['workflow', 'signal', '-w', 'submission:acme:1042']);
      expect([nameFlag, inputFlag, rest]).toEqual(['--name', '--input', []]);
      const command = commandNames.find((one) => one === name) ?? 'accept';
      const filled = (input ?? '').replace('<job number>', '24-017');
      const parsed = parseSignal(command, [JSON.parse(filled)]);
      expect(parsed.command.type).toBe(name);
      expect(decide(state, parsed.command, parsed.actor, given.at(9))).toHaveProperty('event');
    }
  });

  it('have a place for another number where that one is taken', () => {
    const taken = play(stages.exporting, given.parkedAs('erp_number_taken'));
    expect(listLines(taken)[0]).toContain(
      `--name retryExport --input '{"by":"<you>","job":{"number":"<another number>"}}'`,
    );
  });

  it('do not ask for a job number where the ERP has none', () => {
    const rules = { ...given.integration.rules, jobNumber: { required: false } };
    const state = initialState(given.submitted({ integration: { ...given.integration, rules } }));
    expect(listLines(state)[0]).toContain(`--input '{"by":"<you>","job":{}}'`);
  });
});

describe('texts of people', () => {
  const signs = [
    '\\',
    '`',
    '*',
    '_',
    '~',
    '{',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '#',
    '|',
    '!',
    '&',
    "'",
    '"',
    '$',
    '\n',
    '\r',
    '\u2028',
  ];
  const hostile = fc.oneof(
    fc
      .array(fc.constantFrom(...signs, 'a', ' ', 'http://'), { minLength: 1, maxLength: 60 })
      .map((parts) => parts.join('')),
    fc.constantFrom(
      '<img src=x onerror=alert(1)>',
      '[click](javascript:alert(1))',
      '![x](https://evil.example/x.png)',
      '```\ntemporal workflow terminate\n```',
      '\n# Status accepted',
      '</td><script>alert(1)</script>',
      '&lt;script&gt;',
      '| a | b |\n|---|---|',
      `${'x'.repeat(499)}\\`,
      `'; rm -rf / #`,
    ),
  );

  /** A description without what stands there as escaped text. */
  const bare = (markdown: string): string => markdown.replaceAll(/\\[\\`*_~{}[\]<>#|!&]/g, '');
  const marks = (markdown: string): string => bare(markdown).replaceAll(/[^\\`*_~{}[\]<>#|!&\n]/g, '');

  it('can make no tag, link, code, heading, table or new line, wherever they stand', () => {
    const build = (text: string): Submission[] => {
      const awaiting = initialState(given.submitted({ project: { ...given.project, name: text } }));
      const by = { id: text, channel: 'signal' } as const;
      const rejected = play(awaiting, { command: { type: 'reject', reason: text }, by });
      const exporting = play(awaiting, { command: commands.accept });
      const parked = play(exporting, given.parkedAs('erp_refused', { message: text }));
      const settled = play(parked, { command: { ...commands.settle, ids: { job: text } }, by: third });
      return [awaiting, rejected, parked, settled];
    };
    const harmless = build('x').map((state) => marks(describeState(state)));
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = build(text).map((state) => marks(describeState(state)));
        expect(shown).toEqual(harmless);
      }),
      { numRuns: 500 },
    );
  });

  it('never reach the lines to paste', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const state = initialState(
          given.submitted({ project: { ...given.project, name: text }, by: { id: text, channel: 'api' } }),
        );
        expect(listLines(state)).toEqual(listLines(stages.awaiting_decision));
      }),
      { numRuns: 200 },
    );
  });

  it('of the longest size leave room for the lines', () => {
    const long = '*'.repeat(2_000);
    const awaiting = initialState(given.submitted({ project: { ...given.project, name: long.slice(0, 200) } }));
    const state = play(
      awaiting,
      { command: { type: 'reject', reason: long }, by: { id: long.slice(0, 200), channel: 'signal' } },
      { command: commands.resend, by: given.sender },
    );
    expect(describeState(state).length).toBeLessThan(8_000);
    expect(listLines(state)).toHaveLength(2);
  });
});
