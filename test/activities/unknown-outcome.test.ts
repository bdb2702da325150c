import { isBelieved, knownBefore, type AttemptInfo } from '../../activities/unknown-outcome';

const startedAt = '2026-03-01T10:00:00.000Z';
const earlier = '2026-03-01T09:00:00.000Z';
const first: AttemptInfo = { attempt: 1, startedAt, lastWords: undefined, wasReset: false, handedOn: undefined };

describe('what an attempt knows of earlier writes', () => {
  test.each([
    ['the first attempt of all: nothing was sent', first, undefined],
    ['the first attempt after a retry by a person: what was handed on', { ...first, handedOn: earlier }, earlier],
    ['a forerunner that says nothing was sent', { ...first, attempt: 2, lastWords: { attempt: 1 } }, undefined],
    ['a forerunner that says it sent', { ...first, attempt: 2, lastWords: { attempt: 1, sentAt: earlier } }, earlier],
    [
      'its own last words outweigh what was handed on',
      { ...first, attempt: 2, lastWords: { attempt: 1 }, handedOn: earlier },
      undefined,
    ],
    ['a forerunner that died without last words may have sent', { ...first, attempt: 2 }, startedAt],
    [
      'words of the one before the forerunner are not trusted',
      { ...first, attempt: 3, lastWords: { attempt: 1 } },
      startedAt,
    ],
    ['an activity that ops reset may have sent', { ...first, wasReset: true }, startedAt],
    ['a reset that kept the last heartbeat may have sent', { ...first, lastWords: { attempt: 4 } }, startedAt],
    ['a heartbeat of another shape is no last word', { ...first, attempt: 2, lastWords: 'beat' }, startedAt],
  ])('%s', (_name, info, expected) => {
    expect(knownBefore(info)).toEqual({ sentAt: expected, saidNo: undefined });
  });

  test('an unexplained no is remembered by the next attempt alone', () => {
    const saidNo = { text: 'The value is not valid.', since: earlier };
    const lastWords = { attempt: 1, sentAt: earlier, saidNo };
    expect(knownBefore({ ...first, attempt: 2, lastWords })).toEqual({ sentAt: earlier, saidNo });
    expect(knownBefore({ ...first, attempt: 3, lastWords })).toEqual({ sentAt: startedAt, saidNo: undefined });
  });

  test('an unexplained no is believed when it lasted as long as a write may still appear', () => {
    const saidNo = { text: 'The value is not valid.', since: earlier };
    expect(isBelieved(saidNo, 180_000, Date.parse(earlier) + 179_999)).toBe(false);
    expect(isBelieved(saidNo, 180_000, Date.parse(earlier) + 180_000)).toBe(true);
  });
});
