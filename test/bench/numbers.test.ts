/** What the benchmark makes of its numbers. */
import { createRecorder, isMet } from '../../bench/findings';
import { median, percentile, ratios, toSpread } from '../../bench/spread';

describe('the spread of several rounds', () => {
  test('has the middle one as median, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 9])).toBe(3);
    expect(toSpread([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
  });

  test('cannot be told of nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

test('a percentile is a value that was measured, and nothing has none', () => {
  const values = Array.from({ length: 50 }, (_, index) => 50 - index);
  expect(percentile(values, 0.95)).toBe(48);
  expect(percentile([7], 0.95)).toBe(7);
  expect(() => percentile([], 0.95)).toThrow(RangeError);
});

test('ratios are taken round by round, not of the medians', () => {
  expect(ratios([10, 30], [5, 10])).toEqual([2, 3]);
});

describe('a goal', () => {
  const makeGoal = (rounds: readonly number[], bound: 'at most' | 'at least') => {
    const recorder = createRecorder('any');
    for (const value of rounds) recorder.add('series', 's', value);
    recorder.limit('series', { name: 'goal', bound, limit: 2 });
    const [goal] = recorder.findings().goals;
    if (!goal) throw new Error('the goal was lost');
    return goal;
  };

  test('is met by the median, whatever a single round was like', () => {
    expect(isMet(makeGoal([1, 2, 9], 'at most'))).toBe(true);
    expect(isMet(makeGoal([1, 2.1, 9], 'at most'))).toBe(false);
    expect(isMet(makeGoal([0, 2, 9], 'at least'))).toBe(true);
    expect(isMet(makeGoal([0, 1.9, 9], 'at least'))).toBe(false);
  });

  test('on a comparison holds the ratio of each round', () => {
    const recorder = createRecorder('any');
    for (const value of [2, 6]) recorder.add('ours', 'ms', value);
    for (const value of [1, 2]) recorder.add('bare', 'ms', value);
    recorder.compare('ours', 'bare', { name: 'goal', bound: 'at most', limit: 1 });
    expect(recorder.findings().goals).toEqual([
      { name: 'goal', unit: '×', rounds: [2, 3], bound: 'at most', limit: 1 },
    ]);
  });

  test('on something that was never measured is a mistake', () => {
    const recorder = createRecorder('any');
    expect(() => recorder.limit('nothing', { name: 'goal', bound: 'at most', limit: 1 })).toThrow('"nothing"');
  });
});
