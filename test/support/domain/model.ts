/**
 * A second, naive submission: the hand-written table and a few words about people, revisions and rules. It says what
 * must come of every well-formed message, so that random streams can be held against it.
 */
import type { ParkedCode, RefusalCode } from '../../../workflows/contract/codes';
import type { CommandName } from '../../../workflows/contract/command-table';
import type { Stage } from './fixtures';
import { table } from './table';

export interface Intent {
  readonly name: CommandName;
  readonly door: 'signal' | 'update';
  readonly by: string;
  /** Added to the current revision; absent: the command names none. */
  readonly offset?: number;
  readonly number?: string;
  /** A comment that asks the sender. */
  readonly asks?: true;
  /** `long` breaks a rule when names are limited. */
  readonly document?: 'short' | 'long';
  /** What an API resend brings along. */
  readonly fresh?: Frozen;
}

/** What a submission freezes of rules and policy. */
export interface Frozen {
  readonly fourEyes: boolean;
  readonly limitedNames: boolean;
  readonly signalsOff: boolean;
}

/** Who has that role by the API. By raw signal nobody's is known. */
export const approvers: ReadonlySet<string> = new Set(['ada', 'tess', 'uma']);

export const numbers = { good: '24-017', other: '24-018', broken: '24017' } as const;

export class Model {
  stage: Stage = 'awaiting_decision';
  revision = 1;
  number: string | undefined;
  document: 'short' | 'long' = 'short';
  cancelled = false;
  isNumberTaken = false;
  comments = 0;
  readonly senders: Set<string>;

  constructor(
    sender: string,
    private frozen: Frozen,
  ) {
    this.senders = new Set([sender]);
  }

  /** The event's type or the refusal's code. */
  expect(intent: Intent): string {
    const { name, door, offset = 0 } = intent;
    if (door === 'signal' && this.frozen.signalsOff) return 'signals_off';
    if (offset !== 0) return 'stale_revision';
    const cell = table[this.stage][name];
    if (!cell.includes('→')) return cell;
    return this.refusesPerson(intent) ?? this.refusesRules(intent) ?? cell.replace(/ →.*/, '');
  }

  /** Follows what the table says of a legal command. */
  follow(intent: Intent): void {
    if (intent.name === 'comment') {
      this.comments += 1;
      return;
    }
    const next = table[this.stage][intent.name].replace(/.*→ /, '');
    if (intent.name === 'resend') this.resend(intent);
    if (intent.name === 'accept') this.number = intent.number;
    if (intent.name === 'retryExport') this.number = intent.number ?? this.number;
    this.stage = next as Stage;
    this.withdrawIfDue();
  }

  exportEnds(code: ParkedCode | 'exported'): void {
    this.isNumberTaken = code === 'erp_number_taken';
    this.stage = code === 'exported' ? code : code === 'outcome_unknown' ? 'parked, outcome unknown' : 'parked';
    this.withdrawIfDue();
  }

  cancel(): void {
    this.cancelled = true;
    this.withdrawIfDue();
  }

  private withdrawIfDue(): void {
    if (this.cancelled && table[this.stage].withdraw.includes('→')) this.stage = 'withdrawn';
  }

  private resend({ by, fresh, document }: Intent): void {
    this.revision += 1;
    this.senders.add(by);
    this.document = document ?? this.document;
    this.frozen = fresh ?? this.frozen;
  }

  private refusesPerson(intent: Intent): RefusalCode | undefined {
    const { name, number } = intent;
    if (name === 'accept' || name === 'settle') return this.refusesSender(intent);
    if (name === 'comment') return this.refusesComment(intent);
    if (name !== 'retryExport') return undefined;
    if (this.isNumberTaken && number === undefined) return 'job_number_taken';
    const renumbers = number !== undefined && number !== this.number;
    return renumbers ? this.refusesToRenumber(intent) : undefined;
  }

  private refusesComment({ asks, by }: Intent): RefusalCode | undefined {
    if (asks && this.stage !== 'awaiting_decision') return 'not_awaiting_decision';
    if (asks && this.senders.has(by)) return 'same_person';
    return this.comments < 50 ? undefined : 'too_many_comments';
  }

  private refusesToRenumber(intent: Intent): RefusalCode | undefined {
    if (this.stage === 'parked, outcome unknown') return 'outcome_unknown';
    if (intent.door === 'update' && !approvers.has(intent.by)) return 'not_permitted';
    return this.refusesSender(intent);
  }

  private refusesSender({ by }: Intent): RefusalCode | undefined {
    return this.frozen.fourEyes && this.senders.has(by) ? 'same_person' : undefined;
  }

  private refusesRules(intent: Intent): RefusalCode | undefined {
    const { name, number } = intent;
    if (name === 'preflight' || name === 'comment') return undefined;
    const broken = name === 'accept' ? number === undefined || number === numbers.broken : number === numbers.broken;
    return broken || this.breaksNames(intent) ? 'project_breaks_rules' : undefined;
  }

  private breaksNames({ name, document = this.document, fresh }: Intent): boolean {
    const isChecked = name === 'accept' || name === 'resend';
    return isChecked && document === 'long' && (fresh ?? this.frozen).limitedNames;
  }
}
