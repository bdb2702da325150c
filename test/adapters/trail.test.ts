/** What may be the trail of a request, and what a header of a stranger cannot bring in. */
import { readTrail, parseTraceparent, onTrail, trailHeaders, currentTrail } from '../../adapters/trail';

const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

test('a trail is read as it was written', () => {
  expect(readTrail({ requestId: 'r-1' })).toEqual({ requestId: 'r-1' });
  expect(readTrail({ requestId: 'r-1', traceparent })).toEqual({ requestId: 'r-1', traceparent });
});

test.each([
  undefined,
  null,
  'r-1',
  [],
  {},
  { requestId: 7 },
  { requestId: '' },
  { requestId: 'two words' },
  { requestId: 'a\nb' },
  { requestId: 'x'.repeat(101) },
])('%j is no trail', (value) => {
  expect(readTrail(value)).toBeUndefined();
});

test.each([
  'x',
  `01${traceparent.slice(2)}`,
  `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`,
  `00-${'a'.repeat(32)}-${'0'.repeat(16)}-01`,
  `${traceparent}\r\nX: y`,
  `00-${'A'.repeat(32)}-${'b'.repeat(16)}-01`,
])('%j is no traceparent, and a trail with it goes on without', (text) => {
  expect(parseTraceparent(text)).toBeUndefined();
  expect(readTrail({ requestId: 'r-1', traceparent: text })).toEqual({ requestId: 'r-1' });
});

test('a call says on which trail it is, and outside a trail nothing', () => {
  expect(trailHeaders()).toEqual({});
  expect(onTrail({ requestId: 'r-1', traceparent }, trailHeaders)).toEqual({ 'X-Request-Id': 'r-1', traceparent });
  expect(onTrail({ requestId: 'r-1' }, () => onTrail(undefined, currentTrail))).toBeUndefined();
});
