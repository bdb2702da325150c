import type { Command } from '../../workflows/domain/command';
import { decide } from '../../workflows/domain/decide';
import { initialState } from '../../workflows/domain/submission';
import * as given from '../support/domain/fixtures';
import { commands, play } from '../support/domain/fixtures';

const integration = { ...given.integration, ids: ['file'] };
const parked = play(
  initialState(given.submitted({ integration })),
  { command: commands.accept },
  given.parkedAs('outcome_unknown'),
);
const settle = (ids: Readonly<Record<string, string>>) => {
  const command: Command = { type: 'settle', ids, note: 'Booked by hand' };
  return decide(parked, command, given.withRoles(given.third), given.at(9));
};

test.each([{ job: '4711' }, { jobNumber: '24-017' }, { job: '4711', jobNumber: '24-017', file: 'a.json' }])(
  'a record is settled under the ids that an export would have brought: %j',
  (ids) => {
    expect(settle(ids)).toMatchObject({ event: { type: 'settled', ids } });
  },
);

test.each(['recordId', 'record', 'Job', 'constructor', '__proto__x'])(
  '%s is none of them, and the refusal says which are',
  (name) => {
    expect(settle({ job: '4711', [name]: 'x' })).toEqual({
      refusal: {
        code: 'malformed',
        message: `ids: Ledger ERP has no id named ${name}. Its ids are job, jobNumber, file: job is the ERP's own id of the record, jobNumber the number that people use.`,
      },
    });
  },
);
