/** A drop as earlier builds left it: the same files, in the form of that time. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { contentHash } from '../../../adapters/erp/file-drop/layout';
import { defined } from '../../../workflows/contract/defined';

export interface Left {
  readonly reference: string;
  readonly project: Project;
  readonly job: Job;
}

/**
 * `hash`: entries held the hash of their content alone (until 651f51a); `content`: the content too (until f93c3ce).
 * `marked`: as with `content`, in a drop with the marker of the first form (f93c3ce).
 */
export const earlierForms = ['hash', 'content', 'marked'] as const;
export type EarlierForm = (typeof earlierForms)[number];

/** As numbers were folded then. */
function numberFolder(number: string): string {
  const folded = number.normalize('NFC').toLowerCase();
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(folded)) return folded;
  return `=${createHash('sha256').update(folded).digest('hex')}`;
}

async function leave(directory: string, form: EarlierForm, { reference, project, job }: Left): Promise<void> {
  const entry = join(directory, 'journal', reference, '1');
  await mkdir(entry, { recursive: true });
  const intent = {
    reference,
    file: reference,
    sequence: 1,
    contentHash: contentHash(project, job),
    ...defined({ content: form !== 'hash' ? { ...project, job } : undefined, jobNumber: job.number }),
  };
  await writeFile(join(entry, 'done.json'), `${JSON.stringify(intent)}\n`);
  if (job.number === undefined) return;
  const claim = join(directory, 'numbers', numberFolder(job.number));
  await mkdir(claim, { recursive: true });
  await writeFile(join(claim, `${reference}.1`), `${JSON.stringify({ number: job.number, reference })}\n`);
}

export async function leaveDrop(directory: string, form: EarlierForm, all: readonly Left[]): Promise<void> {
  for (const name of ['inbox', 'journal', 'numbers']) await mkdir(join(directory, name), { recursive: true });
  for (const left of all) await leave(directory, form, left);
  if (form !== 'marked') return;
  await mkdir(join(directory, 'marker'));
  const marker = { format: 'ledgergate.drop/1', id: '5f0c1e9a-0c1b-4b6e-9a51-2f7d3c8e4a10', company: 'acme' };
  await writeFile(join(directory, 'marker', 'drop.json'), `${JSON.stringify(marker)}\n`);
}
