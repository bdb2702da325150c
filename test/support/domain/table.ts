/** What design says of every stage and every command, for a person who never sent the project. Written by hand. */
import type { RefusalCode, Status } from '../../../workflows/contract/codes';
import type { CommandName } from '../../../workflows/contract/command-table';
import type { Event } from '../../../workflows/domain/events';
import type { Stage } from './fixtures';

/** A refusal code, or the event and the status that follows. */
export type Cell = RefusalCode | `${Event['type']} → ${Status}`;

const closed = 'already_closed';

export const table: Readonly<Record<Stage, Readonly<Record<CommandName, Cell>>>> = {
  awaiting_decision: {
    accept: 'accepted → exporting',
    reject: 'rejected → rejected',
    resend: 'not_resendable',
    retrieve: 'retrieved → retrieved',
    withdraw: 'withdrawn → withdrawn',
    retryExport: 'not_parked',
    settle: 'not_parked',
    preflight: 'preflight_requested → awaiting_decision',
    comment: 'commented → awaiting_decision',
  },
  rejected: {
    accept: 'not_awaiting_decision',
    reject: 'not_awaiting_decision',
    resend: 'resent → awaiting_decision',
    retrieve: 'not_awaiting_decision',
    withdraw: 'withdrawn → withdrawn',
    retryExport: 'not_parked',
    settle: 'not_parked',
    preflight: 'not_awaiting_decision',
    comment: 'commented → rejected',
  },
  retrieved: {
    accept: 'not_awaiting_decision',
    reject: 'not_awaiting_decision',
    resend: 'resent → awaiting_decision',
    retrieve: 'not_awaiting_decision',
    withdraw: 'withdrawn → withdrawn',
    retryExport: 'not_parked',
    settle: 'not_parked',
    preflight: 'not_awaiting_decision',
    comment: 'commented → retrieved',
  },
  exporting: {
    accept: 'not_awaiting_decision',
    reject: 'not_awaiting_decision',
    resend: 'not_resendable',
    retrieve: 'not_awaiting_decision',
    withdraw: 'not_withdrawable',
    retryExport: 'not_parked',
    settle: 'not_parked',
    preflight: 'not_awaiting_decision',
    comment: 'commented → exporting',
  },
  parked: {
    accept: 'not_awaiting_decision',
    reject: 'rejected → rejected',
    resend: 'not_resendable',
    retrieve: 'not_awaiting_decision',
    withdraw: 'withdrawn → withdrawn',
    retryExport: 'retried → exporting',
    settle: 'settled → exported',
    preflight: 'not_awaiting_decision',
    comment: 'commented → parked',
  },
  'parked, outcome unknown': {
    accept: 'not_awaiting_decision',
    reject: 'outcome_unknown',
    resend: 'not_resendable',
    retrieve: 'not_awaiting_decision',
    withdraw: 'outcome_unknown',
    retryExport: 'retried → exporting',
    settle: 'settled → exported',
    preflight: 'not_awaiting_decision',
    comment: 'commented → parked',
  },
  exported: {
    accept: closed,
    reject: closed,
    resend: closed,
    retrieve: closed,
    withdraw: closed,
    retryExport: closed,
    settle: closed,
    preflight: closed,
    comment: closed,
  },
  withdrawn: {
    accept: closed,
    reject: closed,
    resend: closed,
    retrieve: closed,
    withdraw: closed,
    retryExport: closed,
    settle: closed,
    preflight: closed,
    comment: closed,
  },
};
