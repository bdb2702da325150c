import { jobNumber } from '../../dev/tour/story';

describe('the job numbers of a tour', () => {
  test.each([
    ['##-###', '26-749'],
    ['AA-####', 'AC-6749'],
    ['J######', 'J026749'],
  ])('fit the mask %s', (mask, number) => {
    expect(jobNumber({ mask }, 17_955_026_749)).toBe(number);
  });

  test('are digits only where the ERP wants digits, and never too long', () => {
    expect(jobNumber({ numeric: true, maxLength: 6 }, 17_955_026_749)).toBe('026749');
    expect(jobNumber({}, 17_955_026_749)).toBe('T-17955026749');
  });

  test.each([{ mask: '##-###' }, { maxLength: 4 }, {}])('differ from one project to the next (%j)', (rule) => {
    const numbers = [0, 1, 2].map((index) => jobNumber(rule, 17_955_026_749 + index));
    expect(new Set(numbers).size).toBe(3);
  });
});
