/** A gateway without Temporal: the same domain, its states in memory. */
import type { Command } from '../../../api/gateway/commands';
import type { Run } from '../../../api/gateway/memo';
import { type Outline, requireState } from '../../../api/gateway/outline';
import type { Alike, Filter } from '../../../api/gateway/queries';
import { listPage } from '../../../api/gateway/open-index/pages';
import { emptyIndex, withAll } from '../../../api/gateway/open-index/state';
import type { SubmissionSnapshot } from '../../../api/gateway/reads';
import { Problem, toFieldError } from '../../../api/problems';
import type { Submissions } from '../../../api/gateway/gateway';
import { type SubmissionId, toWorkflowId } from '../../../workflows/contract/names';
import type { Paused, Unreadable } from '../../../workflows/contract/outline';
import { decide } from '../../../workflows/domain/decide';
import { parseUpdate } from '../../../workflows/domain/parse';
import { evolve } from '../../../workflows/domain/evolve';
import { initialState, isClosed, type Submission } from '../../../workflows/domain/submission';
import { toStanding } from '../../../workflows/domain/standing';
import { toCurrent, toRecord, toView } from '../../../workflows/domain/view';
import { toMemo, toKeyword, toSearchWords } from '../../../workflows/search-attributes';
import { defined } from '../../../workflows/contract/defined';

export interface MemoryGateway extends Submissions {
  put(state: Submission): void;
  /** From now on its workflow does not tell its state: this is what is known of it. */
  hide(id: SubmissionId, why: { readonly paused: Paused } | { readonly unreadable: Unreadable }): void;
  /** Forgets everything. */
  clear(): void;
  /** Every later call fails like this, until `undefined`. */
  failWith(error: unknown): void;
  /** What reached the gateway as commands. */
  readonly commands: readonly Command[];
}

const now = (): string => new Date().toISOString();

const toRun = (state: Submission): Run => {
  const { companyId, projectId, status, revision, submittedAt, waitingSince, integration } = state;
  return {
    ...toMemo(state),
    companyId,
    projectId,
    status,
    revision,
    submittedAt,
    waitingSince,
    integration: integration.erp,
    isOpen: !isClosed(state),
    isPaused: false,
    isContinued: false,
    startedAt: submittedAt,
    runId: 'run',
    executionId: 'run',
    submitKeys: [],
    ...defined({ closedAt: isClosed(state) ? state.waitingSince : undefined }),
  };
};

function isAlike({ project, projectId, status }: Submission, alike: Alike | undefined): boolean {
  if (!alike) return true;
  const { number, words = [], besides } = alike;
  if (projectId === besides || status === 'withdrawn') return false;
  const known = toSearchWords(project.name);
  return (number === undefined || toKeyword(project.number) === number) && words.every((word) => known.includes(word));
}

export function createMemoryGateway(): MemoryGateway {
  const states = new Map<string, Submission>();
  const hidden = new Map<string, Outline>();
  const commands: Command[] = [];
  let failure: unknown;

  const failing = (): void => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- a test may fail it with anything
    if (failure !== undefined) throw failure;
  };
  const find = (id: SubmissionId): Submission => {
    failing();
    const state = states.get(toWorkflowId(id));
    if (!state) throw new Problem('not_found', 'There is no such submission.');
    return state;
  };
  const seen = (state: Submission): SubmissionSnapshot => ({ state: toView(state, 'run'), ended: false });
  const put = (state: Submission): void => void states.set(toWorkflowId(state), state);
  const isInTime = (state: Submission, { isOpen, closed }: Partial<Filter>): boolean => {
    if (closed) return isClosed(state) && closed.from <= state.waitingSince && state.waitingSince < closed.to;
    return !isOpen || !isClosed(state);
  };
  const isFound = ({ projectId }: Submission, search: Filter['search']): boolean =>
    !search || projectId.startsWith(search.text);
  const matching = ({ companyId, projects, status, search, isOpen, closed, alike }: Filter): Submission[] =>
    [...states.values()].filter(
      (state) =>
        state.companyId === companyId &&
        (projects?.includes(state.projectId) ?? true) &&
        (status === undefined || state.status === status) &&
        isInTime(state, { isOpen, closed }) &&
        isAlike(state, alike) &&
        isFound(state, search),
    );

  const listed = (state: Submission): Run => hidden.get(toWorkflowId(state))?.run ?? toRun(state);

  return {
    commands,
    put,
    hide: (id, why) => {
      const run = toRun(find(id));
      const known = 'paused' in why ? { isPaused: true } : { unreadable: why.unreadable.code };
      hidden.set(toWorkflowId(id), { run: { ...run, ...known }, ...why });
    },
    clear: () => {
      states.clear();
      hidden.clear();
      commands.length = 0;
      failure = undefined;
    },
    failWith: (error) => {
      failure = error;
    },
    submit: async ({ id, project, terms: { integration, policy }, by }) => {
      failing();
      const open = states.get(toWorkflowId(id));
      if (open && !isClosed(open))
        throw new Problem('already_open', 'It is open.', { current: toCurrent(toView(open, 'run')) });
      const state = initialState({ type: 'submitted', at: now(), ...id, project, integration, policy, by });
      put(state);
      return seen(state);
    },
    submitted: async ({ id }) => {
      failing();
      const open = states.get(toWorkflowId(id));
      if (open && !isClosed(open))
        throw new Problem('already_open', 'It is open.', { current: toCurrent(toView(open, 'run')) });
      return undefined;
    },
    exportNow: (id) => {
      const { status } = find(id);
      if (status === 'exporting') return Promise.resolve();
      throw new Problem('not_exporting', `The submission is ${status}.`);
    },
    readExport: async (id) => toView(find(id), 'run').export,
    hasApplied: async () => false,
    view: async (id) => hidden.get(toWorkflowId(id)) ?? seen(find(id)),
    command: async (command) => {
      const state = find(command.id);
      requireState(hidden.get(toWorkflowId(command.id)) ?? state);
      commands.push(command);
      const update = parseUpdate(command.name, [command.message]);
      const outcome = decide(state, update.command, update.actor, now());
      if ('refusal' in outcome) {
        const { code, message, checks } = outcome.refusal;
        throw new Problem(code, message, {
          current: toCurrent(toView(state, 'run')),
          ...defined({ errors: checks?.map(toFieldError) }),
        });
      }
      const next = evolve(state, outcome.event);
      put(next);
      const applied = { command: command.name, at: outcome.event.at, by: update.actor };
      return { standing: toStanding(toView(next, 'run'), applied), ended: false };
    },
    list: async (request) => {
      failing();
      const { filter, limit, sort } = request;
      const runs = matching(filter).map(listed);
      const isOrdered = sort === 'waiting' || filter.why !== undefined || filter.waitingBefore !== undefined;
      return isOrdered ? listPage(withAll(emptyIndex, { runs, readAt: 0 }), request) : { runs: runs.slice(0, limit) };
    },
    count: async (filter) => {
      failing();
      return matching(filter).length;
    },
    record: async (id) => hidden.get(toWorkflowId(id)) ?? toRecord(find(id), 'run'),
    toRunRecord: async (run) => hidden.get(toWorkflowId(run)) ?? toRecord(find(run), 'run'),
    ready: async () => failing(),
  };
}
