/** Submissions that are made up for a cluster: each project, name and job number is used once. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from '../../adapters/env';
import { Project } from '../../workflows/contract/project';
import { projectRoot } from '../project';
import { jobNumber } from '../tour/story';
import type { People } from './people';

/** What each submission is, by its place. */
export interface Plan {
  readonly companyId: string;
  /** All project ids and names begin with it. */
  readonly prefix: string;
  readonly toProjectId: (place: number) => string;
  readonly toProject: (place: number) => Project;
  readonly toJobNumber: (place: number) => string;
}

/** `purpose`: one word. @throws ConfigError when the rules of the company cannot be read */
export async function makePlan({ approver }: People, companyId: string, purpose: string): Promise<Plan> {
  const text = readFileSync(resolve(projectRoot, 'examples', 'harbour-street-garage.json'), 'utf8');
  const project = Project.parse(JSON.parse(text));
  const answer = await approver.integration(companyId);
  if (!('value' in answer)) throw new ConfigError(`The rules of ${companyId} cannot be read: ${answer.problem.text}`);
  const { rules } = answer.value;
  const startedAt = Date.now();
  const prefix = `${purpose}-${startedAt.toString(36)}-`;
  const toProjectId = (place: number): string => `${prefix}${place}`;
  return {
    companyId,
    prefix,
    toProjectId,
    toProject: (place) => ({ ...project, number: toProjectId(place), name: toProjectId(place) }),
    toJobNumber: (place) => jobNumber(rules.jobNumber, Math.floor(startedAt / 100) + place),
  };
}
