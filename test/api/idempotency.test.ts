/** Keys as they are kept: what another version of the service hashed is a repetition, and never another body. */
import { isOtherBody, toRequest } from '../../api/request/idempotency';

const scope = { companyId: 'acme', actorId: 'ada', method: 'POST', path: '/v1/companies/acme/submissions' };
const hashBody = (body: unknown): string => toRequest(scope, 'key-1', body).bodyHash;

test('the hash of a body names its form', () => {
  expect(hashBody({ revision: 1 })).toMatch(/^1:[\w-]{43}$/);
});

test.each([
  ['the same body', hashBody({ revision: 1, note: 'a' }), false],
  ['another body', hashBody({ revision: 2 }), true],
  ['a hash that names no form', hashBody({ revision: 1 }).slice(2), false],
  ['a hash of another form', `2:${'x'.repeat(43)}`, false],
  ['none', undefined, false],
])('a key that was used with %s', (_what, usedWith, isOther) => {
  expect(isOtherBody(usedWith, hashBody({ note: 'a', revision: 1 }))).toBe(isOther);
});

test('a key stands for one request of its company, caller, method and path', () => {
  const id = (key: string | undefined, changed: Partial<typeof scope> = {}): string =>
    toRequest({ ...scope, ...changed }, key, {}).id;
  expect(id('key-1')).toBe(id('key-1'));
  const others = [
    id('key-1'),
    id('key-2'),
    id('key-1', { companyId: 'globex' }),
    id('key-1', { actorId: 'grace' }),
    id('key-1', { method: 'PUT' }),
    id('key-1', { path: '/v1/companies/acme/submissions/1042/accept' }),
    id(undefined),
    id(undefined),
  ];
  expect(new Set(others).size).toBe(others.length);
});
