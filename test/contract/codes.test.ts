import * as codes from '../../workflows/contract/codes';
import { timelineTypes } from '../../workflows/contract/command-table';

const lists = Object.entries({ ...codes, timelineTypes }).flatMap(([name, list]) =>
  Array.isArray(list) ? [[name, list as readonly string[]] as const] : [],
);

describe('the closed lists', () => {
  it.each(lists)('%s has each word once', (_name, words) => {
    expect(new Set(words).size).toBe(words.length);
  });

  it.each(lists.filter(([name]) => /Codes|statuses|Types|Statuses/.test(name)))(
    '%s is in snake_case',
    (_name, words) => {
      for (const word of words) expect(word).toMatch(/^[a-z]+(_[a-z]+)*$/);
    },
  );

  it('no word means a refusal and a reason to park, but for the unknown outcome and what is not sealed', () => {
    const both = codes.refusalCodes.filter((code) => (codes.parkedCodes as readonly string[]).includes(code));
    expect(both).toEqual(['outcome_unknown', 'not_sealed']);
  });

  it('a status is open or closed', () => {
    expect([...codes.statuses]).toEqual([...codes.openStatuses, ...codes.closedStatuses]);
  });

  it('every permanent failure of the export has a reason to park of the same name', () => {
    const retried: readonly string[] = [...codes.retriedFailureCodes, ...codes.waitingCodes];
    const permanent = codes.exportFailureTypes.filter((type) => !retried.includes(type));
    expect(codes.parkedCodes).toEqual(expect.arrayContaining(permanent));
  });
});
