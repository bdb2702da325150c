import { toListPath, waitedSince } from '../../web/model/listing';

const asked = {
  companyId: 'acme',
  filter: 'awaiting_decision',
  order: 'waiting',
  search: 'p-1',
  why: 'resent',
  isAsked: true,
  waitingBefore: '2026-03-01T09:00:00.000Z',
} as const;
const read = (change: Partial<Parameters<typeof toListPath>[0]> = {}) =>
  Object.fromEntries(new URL(toListPath({ ...asked, ...change }), 'http://desk').searchParams);

test('the list of what awaits a decision is narrowed and ordered by the API', () => {
  expect(read()).toEqual({
    limit: '100',
    status: 'awaiting_decision',
    q: 'p-1',
    sort: 'waiting',
    why: 'resent',
    awaiting: 'sender',
    waitingBefore: '2026-03-01T09:00:00.000Z',
  });
});

test('the newest first is the order that needs no index, and is not asked for', () => {
  expect(read({ order: 'newest' })).not.toHaveProperty('sort');
});

test('what the API takes for open submissions alone is not asked of others', () => {
  expect(read({ filter: 'all' })).toEqual({ limit: '100', q: 'p-1' });
  expect(read({ filter: 'exported' })).toEqual({ limit: '100', status: 'exported', q: 'p-1' });
  expect(read({ filter: 'parked' })).toEqual({
    limit: '100',
    status: 'parked',
    q: 'p-1',
    sort: 'waiting',
    waitingBefore: '2026-03-01T09:00:00.000Z',
  });
});

test.each([
  ['1d', '2026-03-07T09:00:00.000Z'],
  ['3d', '2026-03-05T09:00:00.000Z'],
  ['1w', '2026-03-01T09:00:00.000Z'],
] as const)('who waits longer than %s has waited since before %s, the same for an hour', (wait, since) => {
  for (const now of ['09:00:00.000', '09:59:59.999']) {
    expect(waitedSince(wait, Date.parse(`2026-03-08T${now}Z`))).toBe(since);
  }
});
