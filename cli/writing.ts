/** What all commands that change something share: the revision, the key, and what they print afterwards. */
import type { Writing } from '../client/client';
import { isOutline } from '../client/outline';
import type { ApiAnswer } from '../client/transport';
import type { SubmissionId } from '../workflows/contract/names';
import type { ShownStanding } from '../workflows/contract/standing';
import type { SubmissionView } from '../workflows/contract/view';
import { readCount, type Options } from './arguments';
import { type Context, deskLink, refusal, say, tell, unwrap } from './command';
import type { Ending } from './exit-codes';
import { Failure, misuse } from './failure';
import { checkedId } from './settings';
import { headLines, outlineText, standingLines } from './show';
import { labelled, type Line } from './text';

export const keyOption = {
  key: { takes: '<key>', help: 'Idempotency-Key: repeated commands with the same key take effect once' },
} as const satisfies Options;

export const revisionOptions = {
  revision: { takes: '<number>', help: 'the revision that was decided on; default at a terminal: the current one' },
  latest: { help: 'use the current revision, whichever it is' },
  yes: { help: 'do not ask for confirmation' },
  ...keyOption,
} as const satisfies Options;

/** Returns the Idempotency-Key: that of `--key`, or a new one. @throws Failure */
export function idempotencyKey({ given }: Context): string {
  const key = given.text('key') ?? crypto.randomUUID();
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw misuse('--key is not valid', 'a key has 1 to 200 visible ASCII characters and no space');
}

/** Reads the project id, the only word of these commands. @throws Failure */
export function readProjectId({ given }: Context): string {
  const [project = ''] = given.words;
  return checkedId(project, 'project');
}

/** @throws Failure where nobody said what the command is about */
async function findRevision(context: Context, id: SubmissionId, doing: string): Promise<number> {
  const { given, io, client } = context;
  const named = readCount(given, 'revision');
  if (named !== undefined && given.has('latest'))
    throw misuse('--revision and --latest exclude each other', 'give only one of them');
  if (named !== undefined) return named;
  if (!given.has('latest') && !io.isTerminal) {
    throw misuse(
      '--revision is required without a terminal',
      'name the revision that was decided on, or give --latest',
    );
  }
  const answer = await client.view(id, { signal: io.signal });
  if ('problem' in answer) throw refusal(context, answer.problem, { projectId: id.projectId });
  const view = answer.value;
  if (isOutline(view)) {
    const { why, remedy } = outlineText(view);
    throw new Failure('refused', { what: `nothing can be done with ${id.projectId} now: ${why}`, remedy });
  }
  if (!given.has('latest') && !given.has('yes')) await confirm(context, view, doing);
  return view.revision;
}

async function confirm(context: Context, view: SubmissionView, doing: string): Promise<void> {
  tell(context, headLines(view));
  if (await context.io.ask(`${doing} revision ${view.revision}? [y/N] `)) return;
  throw new Failure('interrupted', { what: 'nothing was done', remedy: 'answer y to go on' });
}

/** Prints the lines of what a command came to, and the link to the desk. */
export function sayWritten(context: Context, projectId: string, lines: readonly Line[]): void {
  say(context, [...lines, labelled('desk', deskLink(context, projectId))]);
}

export interface Act {
  /** How the confirmation begins, such as `Accept`. */
  readonly doing: string;
  readonly send: (id: SubmissionId, revision: number, writing: Writing) => Promise<ApiAnswer<ShownStanding>>;
}

/** Gives a command on an open submission. @throws Failure */
export async function act(context: Context, { doing, send }: Act): Promise<Ending> {
  const id = { companyId: context.companyId, projectId: readProjectId(context) };
  const key = idempotencyKey(context);
  const revision = await findRevision(context, id, doing);
  const answer = await send(id, revision, { key, signal: context.io.signal });
  const standing = unwrap(context, answer, { projectId: id.projectId, revision, key });
  sayWritten(context, id.projectId, standingLines(standing));
  return 'ok';
}
