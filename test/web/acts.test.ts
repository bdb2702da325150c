import { findSent, lastAct } from '../../web/model/acts';
import type { SubmissionView } from '../../web/api/answers';

type Timeline = SubmissionView['timeline'];

const entry = (type: string, id: string, channel: string, at: string): Timeline[number] =>
  ({ type, revision: 1, actor: { id, name: `${id} by name`, channel }, at }) as Timeline[number];

const submitted = entry('submitted', 'ada', 'api', '2026-11-24T08:00:00.000Z');
const accepted = entry('accepted', 'abe', 'api', '2026-11-24T09:00:00.000Z');

test('who did what last is told of a person, also when the export has ended since', () => {
  const exported = entry('exported', 'worker', 'export', '2026-11-24T09:00:01.000Z');
  expect(lastAct({ timeline: [submitted, accepted, exported] })).toEqual({
    what: 'Accepted',
    who: 'abe by name',
    at: '2026-11-24T09:00:00.000Z',
  });
});

test('what was ignored, and a question to the ERP, are no acts', () => {
  const ignored = entry('ignored', 'eve', 'signal', '2026-11-24T10:00:00.000Z');
  const asked = entry('preflight_requested', 'abe', 'api', '2026-11-24T10:00:00.000Z');
  expect(lastAct({ timeline: [submitted, ignored, asked] })?.what).toBe('Submitted');
  expect(lastAct({ timeline: [] })).toBeUndefined();
});

test('who sent the revision is told with the rejections that came before it', () => {
  const by = { id: 'ada', channel: 'api' } as const;
  const view = (timeline: Timeline) =>
    ({ timeline, submittedBy: by, submittedAt: '2026-11-24T08:00:00.000Z' }) as unknown as SubmissionView;
  const at = (revision: number, one: Timeline[number]): Timeline[number] => ({ ...one, revision });
  const rejected = entry('rejected', 'abe', 'api', '2026-11-24T09:00:00.000Z');
  const resent = entry('resent', 'olaf', 'api', '2026-11-24T10:00:00.000Z');
  expect(findSent(view([submitted]))).toMatchObject({ by, isResent: false, rejections: 0 });
  expect(findSent(view([submitted, rejected]))).toMatchObject({ by, isResent: false, rejections: 0 });
  const again = [submitted, at(1, rejected), at(2, resent), at(2, rejected)];
  expect(findSent(view(again))).toMatchObject({ by: { id: 'olaf' }, isResent: true, rejections: 1 });
});
