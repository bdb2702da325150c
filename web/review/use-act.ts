/** A command on the submission that is open: sent once, its answer handed on. */
import { useCallback } from 'preact/hooks';
import { paths } from '../../client/operations';
import { isStanding } from '../../client/outline';
import type { CommandName, ProblemDetails, SubmissionView } from '../api/answers';
import { useCommand } from '../api/command';
import { useDesk } from '../api/desk';
import type { PanelProps } from './panel-props';
import { defined } from '../../workflows/contract/defined';

export interface Act {
  /** True when it was done. */
  readonly send: (fields: object) => Promise<boolean>;
  readonly isSending: boolean;
  readonly problem?: ProblemDetails;
  /** Whether it can be given at all: allowed, reachable, and not under way. */
  readonly isReady: boolean;
  readonly action: SubmissionView['actions'][CommandName];
}

/** Only ever for the revision that is on the screen. */
export function useAct(name: CommandName, { view, onApplied }: Pick<PanelProps, 'view' | 'onApplied'>): Act {
  const { lostBy } = useDesk();
  const { give, isSending, problem } = useCommand(isStanding);
  const { companyId, projectId, revision } = view;
  const send = useCallback(
    async (fields: object) => {
      const standing = await give(paths.command(companyId, projectId, name), { revision, ...fields });
      if (standing) onApplied(standing);
      return standing !== undefined;
    },
    [companyId, projectId, revision, name, give, onApplied],
  );
  const action = view.actions[name];
  return {
    send,
    isSending,
    ...defined({ problem }),
    isReady: action.allowed && lostBy === undefined && !isSending,
    action,
  };
}
