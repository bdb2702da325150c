import type { Command } from '../../workflows/domain/command';
import { decide } from '../../workflows/domain/decide';
import { toPreflightAnswered } from '../../workflows/domain/preflight-outcome';
import { initialState } from '../../workflows/domain/submission';
import * as given from '../support/domain/fixtures';
import { play, project, sender, stages, third } from '../support/domain/fixtures';

const rejecting = (...pointers: readonly string[]): Command => ({
  type: 'reject',
  reason: 'See the fields',
  fields: pointers.map((pointer) => ({ pointer, message: 'wrong' })),
});
const decideOutcome = (state = stages.awaiting_decision, ...pointers: readonly string[]) =>
  decide(state, rejecting(...pointers), given.withRoles(third), given.at(1));

describe('a reject', () => {
  it('names cost codes by their code, which stay theirs when another takes their place', () => {
    const rejected = play(stages.awaiting_decision, { command: rejecting('/costCodes/05-120/budget') });
    const resent = { ...project, costCodes: project.costCodes.slice(1) };
    const next = play(rejected, { command: { type: 'resend', project: resent }, by: sender });
    expect(next.rejection?.fields).toEqual([{ pointer: '/costCodes/05-120/budget', message: 'wrong' }]);
    expect(decideOutcome(next, '/costCodes/05-120/budget')).toHaveProperty('event');
    expect(decideOutcome(next, '/costCodes/03-100/budget')).toHaveProperty('refusal');
  });

  it('by place is refused with the sentence that says how', () => {
    expect(decideOutcome(undefined, '/name', '/costCodes/1/budget')).toEqual({
      refusal: {
        code: 'malformed',
        message: expect.stringMatching(/^fields: .costCodes.1.budget names no cost code: .* never by its place/),
      },
    });
  });

  it('may name what is missing, and nothing that no document has', () => {
    const bare = initialState(given.submitted({ project: { ...project, customFields: { region: 'North' } } }));
    expect(decideOutcome(bare, '/totalValue', '/address/line2', '/customFields/region', '/job/number')).toHaveProperty(
      'event',
    );
    for (const pointer of ['/constructor', '/__proto__/x', '/customFields/other', '/nothing']) {
      expect(decideOutcome(bare, pointer)).toMatchObject({ refusal: { code: 'malformed' } });
    }
  });
});

describe('what an ERP says of fields', () => {
  it('stands under the code, also where the ERP names the place', () => {
    const fields = [
      { pointer: '/costCodes/1/name', message: 'too long' },
      { pointer: 'costCodes/03-100', message: 'unknown' },
    ];
    const parked = play(stages.exporting, given.parkedAs('erp_refused', { fields }));
    expect(parked).toMatchObject({
      parked: { fields: [{ pointer: '/costCodes/05-120/name' }, { pointer: '/costCodes/03-100' }] },
    });
  });

  it('before a decision, too', () => {
    const answer = { findings: [{ code: 'customer_not_in_erp', pointer: '/costCodes/0', message: 'unknown' }] };
    const { checks } = toPreflightAnswered(stages.awaiting_decision, answer, given.at(1));
    expect(checks).toMatchObject([{ pointer: '/costCodes/03-100' }]);
  });
});
