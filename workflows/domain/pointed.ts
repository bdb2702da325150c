/** Pointers of a submission's own revision. */
import type { FieldMessage } from '../contract/commands';
import { findPointerFault, type PointedAt } from '../contract/pointers';
import { refuse, type Refusal } from './command';
import type { Submission } from './submission';

export const listCodes = ({ project }: Pick<Submission, 'project'>): string[] =>
  project.costCodes.map(({ code }) => code);

const pointedAt = ({ project, integration }: Submission): PointedAt => ({
  codes: listCodes({ project }),
  customKeys: Object.keys(project.customFields ?? {}),
  jobKeys: integration.acceptFields.map(({ key }) => key),
});

/**
 * Refuses a rejection that points to a field that the revision does not have, because its sender could not act on it.
 */
export function refusedByPointers(state: Submission, fields: readonly FieldMessage[] = []): Refusal | undefined {
  const subject = pointedAt(state);
  for (const { pointer } of fields) {
    const fault = findPointerFault(pointer, subject);
    if (fault !== undefined) return refuse('malformed', `fields: ${pointer} ${fault}.`);
  }
  return undefined;
}
