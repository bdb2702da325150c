/** Every command by its name, in the order in which they are listed. */
import type { Command } from './command';
import { comment } from './commands/commenting';
import { accept, preflight, reject } from './commands/deciding';
import { record, records } from './commands/keeping';
import { counts, integration, list, show } from './commands/reading';
import { exportNow, retryExport, settle } from './commands/repairing';
import { resend, retrieve, submit, validate, withdraw } from './commands/sending';
import { wait } from './commands/waiting';

export const commands: Readonly<Record<string, Command>> = {
  submit,
  list,
  show,
  accept,
  reject,
  comment,
  resend,
  retrieve,
  withdraw,
  'retry-export': retryExport,
  'export-now': exportNow,
  settle,
  wait,
  preflight,
  validate,
  integration,
  counts,
  record,
  records,
};

export function commandNamed(name: string): Command | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}
