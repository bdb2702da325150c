import { Problem } from '../../api/problems';
import { checkTaken } from '../../api/routes/submissions';
import { integration, project } from '../support/domain/fixtures';

const rules = { ...integration.rules, fields: { 'costCodes.name': { maxLength: 8 } } };
const company = { takesProjects: true, integration: { ...integration, rules } };

function listPointers(isInBody: boolean): unknown {
  try {
    checkTaken({ company } as never, project, isInBody);
  } catch (error) {
    if (error instanceof Problem) return error.extras.errors?.map(({ pointer }) => pointer);
    throw error;
  }
  return 'taken';
}

test('a project that breaks the rules is pointed into as it was sent: a cost code stands at its place', () => {
  expect(listPointers(true)).toEqual(['/costCodes/1/name']);
});

test('a project that was not sent along, but fetched, has its cost codes under their codes', () => {
  expect(listPointers(false)).toEqual(['/costCodes/05-120/name']);
});
