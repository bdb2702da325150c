import * as api from '../../api/schemas';
import { SessionView } from '../../api/session/schemas';
import type * as web from '../../web/api/answers';
import { actor, at, item } from '../support/api/answers';

describe('what the desk reads is what the API answers', () => {
  test('an item of the list', () => {
    const back: web.SubmissionItem = api.SubmissionItem.parse(item);
    expect(back).toEqual(item);
    const list: web.SubmissionList = api.SubmissionList.parse({ items: [item], next: 'cursor' });
    expect(list).toEqual({ items: [item], next: 'cursor' });
  });

  test('a problem', () => {
    const current = { revision: 1, status: 'rejected', by: actor, at } as const;
    const errors = [{ pointer: '/reason', code: 'too_big', message: 'too long' }];
    const problem: web.Problem = {
      status: 409,
      code: 'stale_revision',
      title: 't',
      detail: 'd',
      errors,
      current,
      requestId: 'r',
    };
    const back: web.Problem = api.Problem.parse({ ...problem, type: '/docs', instance: '/' });
    expect(back).toMatchObject(problem);
  });

  test('a session, signed in and out', () => {
    const ways = { oidc: true, dev: false };
    const signedIn: web.Session = {
      signedIn: true,
      actor: { id: 'ada' },
      expiresAt: at,
      ways,
      renewInSeconds: 540,
      endsWithIdToken: true,
      companies: { acme: { name: 'Acme', admin: ['1042'], approver: true, operator: true, viewer: true } },
    };
    const signedOut: web.Session = { signedIn: false, ways, ended: { why: 'idle', minutes: 120 } };
    const back: web.Session[] = [SessionView.parse(signedIn), SessionView.parse(signedOut)];
    expect(back).toEqual([signedIn, signedOut]);
  });
});
