import type { SessionView } from '../../web/api/answers';
import { findSessionChange } from '../../web/model/session-change';

const ways = { oidc: true, dev: false };
const as = (id: string, companies: Extract<SessionView, { signedIn: true }>['companies'] = {}): SessionView => ({
  signedIn: true,
  actor: { id },
  expiresAt: '',
  companies,
  ways,
});
const nobody: SessionView = { signedIn: false, ways };
const approver = { acme: { name: 'Acme', approver: true as const } };

test.each<[string, SessionView | undefined, SessionView, string | undefined]>([
  ['the first answer explains nothing', undefined, as('ada'), undefined],
  ['a sign-in explains itself', nobody, as('ada', approver), undefined],
  ['an end has its own reason', as('ada'), nobody, undefined],
  ['the same session has not changed', as('ada', approver), as('ada', { ...approver }), undefined],
  ['a lost role is a change', as('ada', approver), as('ada', { acme: { name: 'Acme' } }), 'roles'],
  ['a lost company is a change', as('ada', approver), as('ada'), 'roles'],
  ['another person is one whatever the roles are', as('ada', approver), as('abe', approver), 'person'],
])('%s', (_name, before, after, change) => {
  expect(findSessionChange(before, after)).toBe(change);
});
