/** Random stories of one submission: each number of a stream is one thing that happens, chosen by its digits. */
import { parkedCodes } from '../../../workflows/contract/codes';
import { commandNames, type CommandName } from '../../../workflows/contract/command-table';
import { toReference } from '../../../workflows/contract/names';
import type { SubmissionTerms } from '../../../workflows/domain/events';
import { initialState } from '../../../workflows/domain/submission';
import * as given from './fixtures';
import { approvers, Model, numbers, type Frozen, type Intent } from './model';
import { DomainRun, type Came } from './run';
import { table } from './table';
import { defined } from '../../../workflows/contract/defined';

const people = ['ada', 'olaf', 'tess', 'uma'] as const;
const listRoles = (person: string): string[] => ['operator', ...(approvers.has(person) ? ['approver'] : [])];
const documents = {
  short: { ...given.project, name: 'Clinic' },
  long: { ...given.project, name: 'A clinic with a very long name', totalValue: '1.00' },
} as const;

const frozenTerms = ({ fourEyes, limitedNames, signalsOff }: Frozen): SubmissionTerms => ({
  integration: {
    ...given.integration,
    rules: { ...given.integration.rules, fields: limitedNames ? { name: { maxLength: 10 } } : {} },
  },
  policy: { ...given.policy, fourEyes, rawSignals: signalsOff ? 'none' : 'all' },
});

/** None of these fits any command, by any door. */
export const malformedArguments: readonly (readonly unknown[])[] = [
  [],
  [null],
  ['{"by":"tess"}'],
  [5],
  [[]],
  [{}],
  [{ undecodable: true }],
  [{ by: '' }],
  [{ by: ' \t ' }],
  [{ by: 'x'.repeat(201) }],
  [{ by: 'te\u0000ss' }],
  [{ by: 'tess\ud800' }],
  [{ by: 'tess', revision: '1' }],
  [{ by: 'tess', revision: 0 }],
  [{ by: 'tess', nobody: 'knows' }],
  [{ by: 'tess', reason: 5 }],
  [{ by: 'tess', note: null }],
  [{ by: 'tess', project: {} }],
  [{ by: 'tess' }, { by: 'tess' }],
  [{ actor: { id: 'tess' }, job: [] }],
  [{ actor: 'tess' }],
  [JSON.parse('{"__proto__":{"by":"tess"}}')],
  [JSON.parse('{"by":"tess","constructor":{}}')],
];

/** Draws from one number: the same number, the same draws. */
function createDraw(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

type Draw = ReturnType<typeof createDraw>;
const pick = <T>(draw: Draw, list: readonly T[]): T => list[draw(list.length)] as T;
const chance = (draw: Draw, percent: number): boolean => draw(100) < percent;

function toFields({ name, number, asks, document, fresh }: Intent): object {
  const job = number === undefined ? {} : { number };
  switch (name) {
    case 'accept':
      return { job };
    case 'retryExport':
      return number === undefined ? {} : { job };
    case 'resend':
      return {
        ...defined({ project: document && documents[document], fresh: fresh && frozenTerms(fresh) }),
      };
    case 'comment':
      return { text: 'Noted', ...defined({ isQuestion: asks }) };
    case 'retrieve':
      return {};
    default: {
      const { type: _type, ...fields } = given.commands[name];
      return fields;
    }
  }
}

export class Story {
  readonly model: Model;
  readonly run: DomainRun;
  /** What was sent, what came, and what had to come; for the reader of a failure. */
  readonly lines: string[] = [];
  private minute = 0;
  private messages = 0;

  constructor(seed: number) {
    const draw = createDraw(seed);
    const frozen = { fourEyes: chance(draw, 80), limitedNames: chance(draw, 20), signalsOff: chance(draw, 5) };
    this.model = new Model('ada', frozen);
    const first = given.submitted({ project: documents.short, ...frozenTerms(frozen) });
    this.run = new DomainRun(initialState(first), () => given.at((this.minute += 1)), draw(4) === 0);
  }

  /** One thing happens; what came of it must be what the model says. */
  step(seed: number): void {
    const draw = createDraw(seed);
    if (this.model.stage === 'exporting' && chance(draw, 60)) {
      this.exportEnds(draw);
      return;
    }
    const kind = draw(100);
    if (kind < 78) this.send(this.intent(draw, kind < 52), chance(draw, 10));
    else if (kind < 90) this.sendMalformed(draw);
    else if (kind < 92) this.cancel();
    else if (kind < 94) this.continueAsNew();
    else this.repeat(draw);
  }

  private intent(draw: Draw, likely: boolean): Intent {
    const row = table[this.model.stage];
    // A comment moves nothing: it comes with the commands of all kinds.
    const legal = commandNames.filter((name) => name !== 'comment' && row[name].includes('→'));
    const name: CommandName = likely && legal.length > 0 ? pick(draw, legal) : pick(draw, commandNames);
    const door = draw(2) === 0 ? 'signal' : 'update';
    const by = pick(draw, likely ? ['tess', 'uma', 'ada'] : people);
    const offset = pick(draw, likely ? [undefined, 0] : [undefined, 0, 1, -1]);
    return {
      name,
      door,
      by,
      ...defined({ offset: offset !== undefined && this.model.revision + offset > 0 ? offset : undefined }),
      ...this.numberFor(draw, name, likely),
      ...this.fieldsFor(draw, name, door),
    };
  }

  private fieldsFor(draw: Draw, name: CommandName, door: Intent['door']): Partial<Intent> {
    if (name === 'comment') return chance(draw, 40) ? { asks: true } : {};
    return name === 'resend' && door === 'update' ? this.documentFor(draw) : {};
  }

  private numberFor(draw: Draw, name: CommandName, likely: boolean): { number?: string } {
    if (name !== 'accept' && !(name === 'retryExport' && chance(draw, 40))) return {};
    const number = pick(draw, likely ? [numbers.good, numbers.other] : [...Object.values(numbers), undefined]);
    return number === undefined ? {} : { number };
  }

  private documentFor(draw: Draw): Pick<Intent, 'document' | 'fresh'> {
    return {
      ...defined({
        document: chance(draw, 60) ? pick(draw, ['short', 'long'] as const) : undefined,
        fresh: chance(draw, 20)
          ? { fourEyes: chance(draw, 70), limitedNames: chance(draw, 20), signalsOff: chance(draw, 10) }
          : undefined,
      }),
    };
  }

  private send(intent: Intent, withoutId: boolean): void {
    const expected = this.model.expect(intent);
    const { door, name, by, offset } = intent;
    const fields = {
      ...toFields(intent),
      ...defined({ revision: offset === undefined ? undefined : this.model.revision + offset }),
    };
    this.messages += 1;
    const request = { id: `id-${this.messages}`, bodyHash: 'hash' };
    const came =
      door === 'signal'
        ? this.run.signal(name, [{ by, ...fields }])
        : this.run.update(name, [
            {
              actor: { id: by, roles: listRoles(by) },
              ...defined({ request: withoutId ? undefined : request }),
              ...fields,
            },
          ]);
    this.note(JSON.stringify(intent), came, expected);
    if (came === expected && table[this.model.stage][name].startsWith(`${came} →`)) this.model.follow(intent);
  }

  private sendMalformed(draw: Draw): void {
    const name = pick(draw, commandNames);
    const args = pick(draw, malformedArguments);
    const came = draw(2) === 0 ? this.run.signal(name, args) : this.run.update(name, args);
    this.note(`malformed ${name} ${JSON.stringify(args)}`, came, 'malformed');
  }

  private exportEnds(draw: Draw): void {
    const { state } = this.run;
    const code = chance(draw, 35) ? 'exported' : pick(draw, parkedCodes);
    const { reference, ids, attempts, by, at, type } = {
      ...given.exported(state),
      type: 'exported' as const,
      reference: toReference(state),
      ids: { job: 'J-9' },
      attempts: 2,
    };
    const event = code === 'exported' ? { type, at, by, reference, ids, attempts } : given.parkedAs(code);
    this.minute += 1;
    this.note(`the export ends: ${code}`, this.run.exportEnds({ ...event, at: given.at(this.minute) }), event.type);
    this.model.exportEnds(code);
  }

  private cancel(): void {
    this.run.cancel();
    if (this.model.stage !== 'exported' && this.model.stage !== 'withdrawn') this.model.cancel();
    this.note('cancel', '', '');
  }

  /** Never with the export pending. */
  private continueAsNew(): void {
    if (this.model.stage === 'exporting') return;
    this.run.continueAsNew();
    this.note('continue as new', '', '');
  }

  /** An update that was applied comes again, whatever its body. */
  private repeat(draw: Draw): void {
    const { applied } = this.run.state;
    if (applied.length === 0) return;
    const { id, command } = pick(draw, applied);
    const intent: Intent = { name: command, door: 'update', by: 'uma' };
    const args = [{ actor: { id: 'uma' }, request: { id, bodyHash: 'other' }, ...toFields(intent) }];
    this.note(`repeat ${command} ${id}`, this.run.update(command, args), 'applied before');
  }

  private note(sent: string, came: Came, expected: string): void {
    this.lines.push(`${sent} came to ${came || this.run.state.status}`);
    if (came !== expected) throw new Error(`expected ${expected}, but it came to ${came}`);
  }
}
