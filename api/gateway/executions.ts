/** The execution statuses of Temporal in both of its spellings: that of `describe()` and that of a list's query. */

/** Temporal's pause leaves a run open. */
const open = { RUNNING: 'Running', PAUSED: 'Paused' };

/** The run was ended from outside. */
const cutOff = { TERMINATED: 'Terminated', FAILED: 'Failed', CANCELLED: 'Canceled', TIMED_OUT: 'TimedOut' };

interface Execution {
  readonly status: { readonly name: string };
}

export const isOpen = ({ status }: Execution): boolean => Object.hasOwn(open, status.name);
export const isPaused = ({ status }: Execution): boolean => status.name === 'PAUSED';
export const isCutOff = ({ status }: Execution): boolean => Object.hasOwn(cutOff, status.name);

const among = (statuses: Readonly<Record<string, string>>): string =>
  `ExecutionStatus IN (${Object.values(statuses)
    .map((status) => `'${status}'`)
    .join(', ')})`;

/** The condition for open runs in a list's query. */
export const openTerm = among(open);
export const cutOffTerm = among(cutOff);
