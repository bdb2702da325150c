import { isBelieved, knownBefore, type AttemptInfo } from '../../activities/unknown-outcome';

const startedAt = '2026-03-01T10:00:00.000Z';
const earlier = '2026-03-01T09:00:00.000Z';
const first: AttemptInfo = { attempt: 1, startedAt, heartbeatDetails: undefined, wasReset: false, handedOn: undefined };

describe('what an attempt knows of earlier writes', () => {
  test.each([
    ['the first attempt of all: nothing was sent', first, undefined],
    ['the first attempt after a retry by a person: what was handed on', { ...first, handedOn: earlier }, earlier],
    ['a forerunner that says nothing was sent', { ...first, attempt: 2, heartbeatDetails: { attempt: 1 } }, undefined],
    [
      'a forerunner that says it sent',
      { ...first, attempt: 2, heartbeatDetails: { attempt: 1, sentAt: earlier } },
      earlier,
    ],
    [
      'its own last words outweigh what was handed on',
      { ...first, attempt: 2, heartbeatDetails: { attempt: 1 }, handedOn: earlier },
      undefined,
    ],
    ['a forerunner that died without last words may have sent', { ...first, attempt: 2 }, startedAt],
    [
      'words of the one before the forerunner are not trusted',
      { ...first, attempt: 3, heartbeatDetails: { attempt: 1 } },
      startedAt,
    ],
    ['an activity that ops reset may have sent', { ...first, wasReset: true }, startedAt],
    ['a reset that kept the last heartbeat may have sent', { ...first, heartbeatDetails: { attempt: 4 } }, startedAt],
    ['a heartbeat of another shape is no last word', { ...first, attempt: 2, heartbeatDetails: 'beat' }, startedAt],
  ])('%s', (_name, info, expected) => {
    expect(knownBefore(info)).toEqual({ sentAt: expected, refusalSeen: undefined });
  });

  test('an unexplained no is remembered by the next attempt alone', () => {
    const refusalSeen = { text: 'The value is not valid.', since: earlier };
    const heartbeatDetails = { attempt: 1, sentAt: earlier, refusalSeen };
    expect(knownBefore({ ...first, attempt: 2, heartbeatDetails })).toEqual({ sentAt: earlier, refusalSeen });
    expect(knownBefore({ ...first, attempt: 3, heartbeatDetails })).toEqual({
      sentAt: startedAt,
      refusalSeen: undefined,
    });
  });

  test('an unexplained no is believed when it lasted as long as a write may still appear', () => {
    const refusalSeen = { text: 'The value is not valid.', since: earlier };
    expect(isBelieved(refusalSeen, 180_000, Date.parse(earlier) + 179_999)).toBe(false);
    expect(isBelieved(refusalSeen, 180_000, Date.parse(earlier) + 180_000)).toBe(true);
  });
});
