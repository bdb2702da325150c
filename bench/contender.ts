/** A system that runs the story. Every contender uses the same document and ends with one file. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../dev/project';
import type { Group } from './children';
import type { Server } from './lab';

export interface Contender {
  readonly name: string;
  readonly server: Server;
  /** The processes whose CPU time is measured separately. */
  readonly processes: Readonly<Record<string, Group>>;
  readonly submit: (projectId: string) => Promise<void>;
  /** Revision 1. */
  readonly reject: (projectId: string) => Promise<void>;
  /** The corrected document: revision 2. */
  readonly resend: (projectId: string) => Promise<void>;
  readonly accept: (projectId: string, revision: number) => Promise<void>;
  /** Resolves with an answer of the workflow itself: its first task is done. */
  readonly answers: (projectId: string) => Promise<void>;
  /** Resolves when the file is there. */
  readonly exported: (projectId: string) => Promise<void>;
  /** Calls so far that were not confirmed in time, and repeated; absent where the client waits as long as it takes. */
  readonly repeated?: () => number;
  readonly workflowId: (projectId: string) => string;
  readonly stop: () => Promise<void>;
}

export const reason = 'The customer code belongs to another customer in our ERP.';

/** The document, and the sender's correction after the rejection. */
export async function readDocuments(): Promise<{ project: object; corrected: object }> {
  const text = await readFile(join(projectRoot, 'examples', 'harbour-street-garage.json'), 'utf8');
  const project = z.looseObject({ customer: z.looseObject({}) }).parse(JSON.parse(text));
  return { project, corrected: { ...project, customer: { ...project.customer, code: 'C-2043' } } };
}
