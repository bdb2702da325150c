/** Submissions that flow through a cluster while it is disturbed: each is submitted, accepted and read until it is exported. */
import { setTimeout as delay } from 'node:timers/promises';
import { isOutline } from '../../client/outline';
import type { ApiAnswer } from '../../client/transport';
import type { ShownSubmission } from '../../workflows/contract/outline';
import type { People } from '../cluster/people';
import type { Plan } from '../cluster/plan';

export interface FlowResults {
  readonly exported: number;
  readonly parked: number;
  /** Answers that are not 503, and whose request was not carried out. */
  readonly odd: readonly string[];
  /** How often a request was repeated, by the answer. */
  readonly waits: ReadonlyMap<string, number>;
}

const repeatAfterMs = 1_000;
const readEveryMs = 300;
/** Between two submissions of one lane, so that they flow for as long as the cluster is disturbed. */
const restMs = 1_800;

export class Flow {
  private exported = 0;
  private parked = 0;
  private lastDecisionAt = performance.now();
  private longestMs = 0;
  private readonly odd: string[] = [];
  private readonly waits = new Map<string, number>();

  constructor(
    private readonly people: People,
    private readonly plan: Plan,
  ) {}

  /** Returns when all of them have ended. */
  async run(submissions: number, lanes: number): Promise<void> {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < submissions) {
        next += 1;
        await this.play(next);
        await delay(restMs);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** Watches for a while, and says the longest time without a decision meanwhile. */
  async watch(ms: number): Promise<string> {
    this.longestMs = 0;
    await delay(ms);
    const longest = Math.max(this.longestMs, performance.now() - this.lastDecisionAt);
    return `longest without a decision ${(longest / 1_000).toFixed(1)} s`;
  }

  results(): FlowResults {
    const { exported, parked, odd, waits } = this;
    return { exported, parked, odd, waits };
  }

  /** Repeats a request until it is carried out; `undefined` if it was refused. */
  private async ask<T>(what: string, request: () => Promise<ApiAnswer<T>>): Promise<T | undefined> {
    for (;;) {
      const answer = await request();
      if ('value' in answer) return answer.value;
      const { status, code, text } = answer.problem;
      if (status !== 503) {
        this.odd.push(`${what}: ${status} ${code} ${text}`.trim());
        if (code !== 'unreachable') return undefined;
      }
      const seen = `${status} ${code}`;
      this.waits.set(seen, (this.waits.get(seen) ?? 0) + 1);
      await delay(repeatAfterMs);
    }
  }

  private noteDecision(): void {
    const now = performance.now();
    this.longestMs = Math.max(this.longestMs, now - this.lastDecisionAt);
    this.lastDecisionAt = now;
  }

  private async play(place: number): Promise<void> {
    const { people, plan } = this;
    const { admin, approver, viewer } = people;
    const { companyId } = plan;
    const projectId = plan.toProjectId(place);
    const id = { companyId, projectId };
    const body = { projectId, project: plan.toProject(place) };
    const submitted = await this.ask('submit', () => admin.submit(companyId, body, { key: `submit-${projectId}` }));
    if (!submitted || isOutline(submitted)) return;
    const { revision } = submitted;
    const job = { number: plan.toJobNumber(place) };
    const accepted = await this.ask('accept', () =>
      approver.command('accept', id, { revision, job }, { key: `accept-${projectId}` }),
    );
    if (!accepted) return;
    this.noteDecision();
    await this.untilEnded(() => viewer.view(id));
  }

  private async untilEnded(read: () => Promise<ApiAnswer<ShownSubmission>>): Promise<void> {
    for (;;) {
      const view = await this.ask('view', read);
      if (view?.status === 'exported') this.exported += 1;
      if (view?.status === 'parked') this.parked += 1;
      if (!view || view.status === 'exported' || view.status === 'parked') return;
      await delay(readEveryMs);
    }
  }
}
