/**
 * What Ledgergate is measured against: the same story on plain Temporal, as a good afternoon's work has it. Updates
 * with validators, one export activity, nothing else: no identity, no rules, no lists, no timeline, no parking.
 */
import {
  ApplicationFailure,
  condition,
  defineQuery,
  defineUpdate,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { BareActivities } from './activities';

export const bareTaskQueue = 'bare';

type Status = 'awaiting_decision' | 'rejected' | 'exporting' | 'exported';

export interface Bare {
  readonly projectId: string;
  readonly project: object;
}

export interface Standing {
  readonly status: Status;
  readonly revision: number;
  readonly reason?: string;
}

interface Revised {
  readonly revision: number;
  readonly by: string;
}

export const reject = defineUpdate<Standing, [Revised & { reason: string }]>('reject');
export const resend = defineUpdate<Standing, [Revised & { project: object }]>('resend');
export const accept = defineUpdate<Standing, [Revised & { jobNumber: string }]>('accept');
export const standing = defineQuery<Standing>('standing');

const { exportProject } = proxyActivities<BareActivities>({ startToCloseTimeout: '2 minutes' });

export async function bareSubmission({ projectId, project: submitted }: Bare): Promise<Standing> {
  let state: Standing = { status: 'awaiting_decision', revision: 1 };
  let project = submitted;
  let jobNumber = '';

  const onlyIn = (status: Status, { revision }: Revised): void => {
    if (state.status === status && state.revision === revision) return;
    throw ApplicationFailure.nonRetryable(`It is ${state.status}, revision ${state.revision}.`, 'not_now');
  };

  setHandler(standing, () => state);
  setHandler(reject, ({ reason }) => (state = { ...state, status: 'rejected', reason }), {
    validator: (command: Revised) => onlyIn('awaiting_decision', command),
  });
  setHandler(
    resend,
    (command) => {
      project = command.project;
      return (state = { status: 'awaiting_decision', revision: state.revision + 1 });
    },
    { validator: (command: Revised) => onlyIn('rejected', command) },
  );
  setHandler(
    accept,
    (command) => {
      jobNumber = command.jobNumber;
      return (state = { ...state, status: 'exporting' });
    },
    { validator: (command: Revised) => onlyIn('awaiting_decision', command) },
  );

  await condition(() => state.status === 'exporting');
  await exportProject({ projectId, project, jobNumber });
  return (state = { ...state, status: 'exported' });
}
