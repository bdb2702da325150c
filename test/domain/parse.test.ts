import { fc } from '../support/fast-check';
import { commandNames, type CommandName } from '../../workflows/contract/command-table';
import type { Integration } from '../../workflows/contract/rules';
import { decide } from '../../workflows/domain/decide';
import { describeState } from '../../workflows/domain/describe';
import { claimedActor, parseSignal, parseSubmit, parseUpdate } from '../../workflows/domain/parse';
import { Malformed } from '../../workflows/domain/read';
import { evolve } from '../../workflows/domain/evolve';
import { initialState, type Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import * as given from '../support/domain/fixtures';
import { listPaths, withValueAt } from '../support/domain/paths';
import { malformedArguments } from '../support/domain/stories';

const raw: Readonly<Record<CommandName, object>> = {
  accept: { by: 'tess', job: { number: '24-017', fields: { division: '03' } }, note: 'Fine' },
  reject: { by: 'tess', reason: 'Taken', category: 'number', fields: [{ pointer: '/number', message: 'Used' }] },
  resend: { by: 'ada', note: 'Corrected' },
  retrieve: { by: 'ada', note: 'Not yet' },
  withdraw: { by: 'ada', reason: 'No project' },
  retryExport: { by: 'tess', job: { number: '24-018' }, note: 'Again', confirm: 'overwrite', differencesHash: 'a1b2' },
  preflight: { by: 'tess', number: '24-018' },
  comment: { by: 'tess', text: 'Which contract?', isQuestion: true },
  settle: { by: 'uma', ids: { job: 'J-9' }, note: 'Booked' },
};

const catchMessage = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
  return 'it was taken';
};

const signal = (name: CommandName, ...args: readonly unknown[]): string => catchMessage(() => parseSignal(name, args));
const longText = 'x'.repeat(2_001);
const json = (text: string): unknown => JSON.parse(text);

describe('a raw signal', () => {
  it.each(commandNames)('%s is read with every field it can have', (name) => {
    const { by, ...fields } = raw[name] as { by: string };
    const expected = { command: { type: name, ...fields }, actor: { id: by, channel: 'signal' } };
    expect(parseSignal(name, [raw[name]])).toEqual(expected);
    expect(parseSignal(name, [{ ...raw[name], revision: 3 }]).command).toEqual({ ...expected.command, revision: 3 });
  });

  it('may name nobody but the sender where all else is optional', () => {
    expect(parseSignal('accept', [{ by: 'tess' }]).command).toEqual({ type: 'accept', job: {} });
    expect(parseSignal('resend', [{ by: 'ada' }]).command).toEqual({ type: 'resend' });
    expect(parseSignal('retryExport', [{ by: 'uma' }]).command).toEqual({ type: 'retryExport' });
  });

  it('has its texts trimmed and in NFC; a reason may have line breaks, a name may not', () => {
    const { command, actor } = parseSignal('reject', [{ by: '  Rene\u0301 ', reason: ' one\n\ttwo \n' }]);
    expect(actor.id).toBe('Ren\u00e9');
    expect(command).toEqual({ type: 'reject', reason: 'one\n\ttwo' });
    expect(signal('reject', { by: 'a\nb', reason: 'x' })).toMatch(/^by must not contain U\+000A/);
  });

  it('takes texts of exactly the longest size, counted after trimming', () => {
    const command = parseSignal('reject', [{ by: 'b'.repeat(200), reason: ` ${'r'.repeat(2_000)} ` }]).command;
    expect(command).toEqual({ type: 'reject', reason: 'r'.repeat(2_000) });
  });

  it.each(malformedArguments.map((args) => [JSON.stringify(args), args] as const))(
    'is malformed: %s',
    (_text, args) => {
      for (const name of commandNames) expect(signal(name, ...args)).not.toBe('it was taken');
    },
  );

  it.each([
    ['no arguments', 'accept', [], /one JSON object/],
    ['more than one argument', 'accept', [raw.accept, 1], /one JSON object/],
    ['null', 'reject', [null], /the signal must be a JSON object/],
    ['a list', 'reject', [[raw.reject]], /the signal must be a JSON object/],
    ['a text', 'reject', ['reject'], /the signal must be a JSON object/],
    ['a number', 'reject', [1], /the signal must be a JSON object/],
    ['what could not be decoded', 'reject', [{ undecodable: true }], /undecodable/],
    ['no by', 'reject', [{ reason: 'x' }], /^by must be a text/],
    ['a blank by', 'reject', [{ by: ' ', reason: 'x' }], /^by must not be empty/],
    [
      'a by that is too long',
      'reject',
      [{ by: 'x'.repeat(201), reason: 'x' }],
      /^by has 201 characters, but at most 200/,
    ],
    ['a by that is no text', 'reject', [{ by: { id: 'x' }, reason: 'x' }], /^by must be a text/],
    ['a by from the prototype', 'reject', [json('{"__proto__":{"by":"x"},"reason":"x"}')], /unknown field __proto__/],
    ['constructor', 'reject', [json('{"by":"x","reason":"x","constructor":1}')], /unknown field constructor/],
    ['a field of another command', 'retrieve', [{ by: 'x', reason: 'y' }], /retrieve has the unknown field reason/],
    ['a field that is misspelt', 'reject', [{ by: 'x', Reason: 'y' }], /reject has the unknown field Reason/],
    [
      'a project in a raw resend',
      'resend',
      [{ by: 'x', project: given.project }],
      /resend has the unknown field project/,
    ],
    ['an actor', 'retrieve', [{ by: 'x', actor: { id: 'y' } }], /retrieve has the unknown field actor/],
    ['no reason', 'reject', [{ by: 'x' }], /^reason must be a text/],
    ['a blank reason', 'withdraw', [{ by: 'x', reason: '\n' }], /^reason must not be empty/],
    [
      'a reason that is too long',
      'reject',
      [{ by: 'x', reason: longText }],
      /^reason has 2001 characters, but at most 2000/,
    ],
    ['a NUL in the reason', 'reject', [{ by: 'x', reason: 'a\u0000' }], /^reason must not contain U\+0000/],
    ['half a surrogate pair', 'reject', [{ by: 'x', reason: '\ud83d' }], /^reason must not contain U\+D83D/],
    ['a note that is null', 'retrieve', [{ by: 'x', note: null }], /^note must be a text/],
    [
      'a category of two lines',
      'reject',
      [{ by: 'x', reason: 'y', category: 'a\nb' }],
      /^category must not contain U\+000A/,
    ],
    ['a category too long', 'reject', [{ by: 'x', reason: 'y', category: 'c'.repeat(201) }], /^category has 201/],
    ['a revision as text', 'retrieve', [{ by: 'x', revision: '1' }], /^revision must be a whole number/],
    ['revision 0', 'retrieve', [{ by: 'x', revision: 0 }], /^revision must be a whole number/],
    ['revision 1.5', 'retrieve', [{ by: 'x', revision: 1.5 }], /^revision must be a whole number/],
    ['revision null', 'retrieve', [{ by: 'x', revision: null }], /^revision must be a whole number/],
    ['a job that is null', 'accept', [{ by: 'x', job: null }], /^job must be a JSON object/],
    ['a job that is a text', 'accept', [{ by: 'x', job: '24-017' }], /^job must be a JSON object/],
    ['an unknown field in job', 'accept', [{ by: 'x', job: { no: '1' } }], /job has the unknown field no/],
    ['a job number that is a number', 'accept', [{ by: 'x', job: { number: 24 } }], /number must be a text/],
    ['job fields as a list', 'accept', [{ by: 'x', job: { fields: [] } }], /job.fields must be a JSON object/],
    ['a job field of a number', 'accept', [{ by: 'x', job: { fields: { a: 1 } } }], /job.fields.a must be a text/],
    ['a job field without a key', 'accept', [{ by: 'x', job: { fields: { ' ': '1' } } }], /a key of job.fields/],
    ['a job field too long', 'accept', [{ by: 'x', job: { fields: { a: 'x'.repeat(501) } } }], /job.fields.a has 501/],
    ['__proto__ in the job fields', 'accept', [json('{"by":"x","job":{"fields":{"__proto__":"1"}}}')], /__proto__/],
    ['fields that are no list', 'reject', [{ by: 'x', reason: 'y', fields: {} }], /^fields must be a list/],
    ['a field that is a text', 'reject', [{ by: 'x', reason: 'y', fields: ['/a'] }], /entry of fields must be a JSON/],
    [
      'a pointer without a slash',
      'reject',
      [{ by: 'x', reason: 'y', fields: [{ pointer: 'name', message: 'm' }] }],
      /^pointer must be a JSON pointer/,
    ],
    [
      'a field without a message',
      'reject',
      [{ by: 'x', reason: 'y', fields: [{ pointer: '/name' }] }],
      /^message must be a text/,
    ],
    [
      'a field with more than that',
      'reject',
      [{ by: 'x', reason: 'y', fields: [{ pointer: '/name', message: 'm', code: 'c' }] }],
      /an entry of fields has the unknown field code/,
    ],
    ['a by that is not its own', 'retrieve', [Object.create({ by: 'x' })], /^by must be a text/],
    ['no ids', 'settle', [{ by: 'x', note: 'y' }], /^ids must be a JSON object/],
    ['empty ids', 'settle', [{ by: 'x', note: 'y', ids: {} }], /^ids must have at least one/],
    ['settle without a note', 'settle', [{ by: 'x', ids: { job: '1' } }], /^note must be a text/],
  ] as const)('with %s is malformed, and the message names it', (_what, name, args, message) => {
    expect(signal(name, ...args)).toMatch(message);
  });

  it('with 51 fields, or 51 ids, is malformed', () => {
    const fields = Array.from({ length: 51 }, () => ({ pointer: '/name', message: 'm' }));
    const entries = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v']));
    expect(signal('reject', { by: 'x', reason: 'y', fields })).toMatch(/fields must be a list of at most 50/);
    expect(signal('reject', { by: 'x', reason: 'y', fields: fields.slice(1) })).toBe('it was taken');
    expect(signal('settle', { by: 'x', note: 'y', ids: entries })).toMatch(
      /ids has 51 entries, but at most 50 are allowed/,
    );
    expect(signal('accept', { by: 'x', job: { fields: entries } })).toMatch(
      /job.fields has 51 entries, but at most 50/,
    );
  });

  it('says who it is from when it says so at all', () => {
    expect(claimedActor({ by: ' tess ', nonsense: 1 })).toEqual({ id: 'tess', channel: 'signal' });
    for (const nobody of [undefined, null, 'tess', {}, { by: '' }, { by: 5 }, [], { undecodable: true }]) {
      expect(claimedActor(nobody)).toBeUndefined();
    }
  });
});

describe('an update', () => {
  const update = (name: CommandName, fields: object): string =>
    catchMessage(() => parseUpdate(name, [{ actor: { id: 'tess' }, ...fields }]));

  it('comes from the API, whatever channel its actor names', () => {
    const actor = { id: 'tess', name: 'Tess Approver', channel: 'cancel', roles: ['approver', 'king', 7] };
    const request = { id: 'a1b2', bodyHash: 'c3d4' };
    expect(parseUpdate('retrieve', [{ actor, request, revision: 2 }])).toEqual({
      command: { type: 'retrieve', revision: 2 },
      actor: { id: 'tess', name: 'Tess Approver', channel: 'api', roles: ['approver'] },
      request,
    });
    expect(parseUpdate('retrieve', [{ actor: { id: 'tess' } }]).actor).toEqual({
      id: 'tess',
      channel: 'api',
      roles: [],
    });
  });

  it('takes a resend with a document and fresh rules', () => {
    const fresh = { integration: given.integration, policy: given.policy };
    const { command } = parseUpdate('resend', [{ actor: { id: 'ada' }, project: given.project, fresh }]);
    expect(command).toEqual({ type: 'resend', project: given.project, fresh });
  });

  it.each([
    ['no actor', 'retrieve', { actor: undefined }, /^actor must be a JSON object/],
    ['roles that are no list', 'retrieve', { actor: { id: 'x', roles: 'approver' } }, /^actor.roles must be a list/],
    ['an actor without id', 'retrieve', { actor: { name: 'x' } }, /^actor.id must be a text/],
    ['a by', 'retrieve', { by: 'x' }, /retrieve has the unknown field by/],
    ['a project outside resend', 'accept', { project: given.project }, /accept has the unknown field project/],
    ['fresh rules outside resend', 'accept', { fresh: {} }, /accept has the unknown field fresh/],
    ['a request without id', 'retrieve', { request: { bodyHash: 'x' } }, /^request.id must be a text/],
    ['a request id with a space', 'retrieve', { request: { id: 'a b', bodyHash: 'x' } }, /^request.id must be visible/],
    ['a long hash', 'retrieve', { request: { id: 'a', bodyHash: 'x'.repeat(101) } }, /^request.bodyHash has 101/],
    ['a project that is a text', 'resend', { project: 'x' }, /^project must be a JSON object/],
    ['a project without a name', 'resend', { project: { ...given.project, name: undefined } }, /project.name/],
    ['a date that is null', 'resend', { project: { ...given.project, startDate: null } }, /project.startDate/],
    ['a customer that is a text', 'resend', { project: { ...given.project, customer: 'x' } }, /project.customer/],
    ['an address without a city', 'resend', { project: { ...given.project, address: { line1: 'x' } } }, /address.city/],
    [
      'cost codes that are none',
      'resend',
      { project: { ...given.project, costCodes: {} } },
      /costCodes must be a list/,
    ],
    [
      'a cost code without types',
      'resend',
      { project: { ...given.project, costCodes: [{ code: '1', name: 'x' }] } },
      /costTypes/,
    ],
    ['a huge document', 'resend', { project: { ...given.project, description: 'é'.repeat(262_144) } }, /512 KiB/],
    ['fresh without rules', 'resend', { fresh: { integration: {}, policy: given.policy } }, /integration.rules/],
    [
      'rules that are too big to carry',
      'resend',
      { fresh: { integration: { ...given.integration, more: 'x'.repeat(65_536) }, policy: given.policy } },
      /at most 64 KiB/,
    ],
    ['fresh without policy', 'resend', { fresh: { integration: given.integration } }, /^policy must be a JSON object/],
  ] as const)('with %s is malformed, and the message names it', (_what, name, fields, message) => {
    expect(update(name, fields)).toMatch(message);
  });

  it('takes one argument', () => {
    expect(catchMessage(() => parseUpdate('retrieve', []))).toMatch(/one JSON object/);
    expect(catchMessage(() => parseUpdate('retrieve', [{ actor: { id: 'x' } }, {}]))).toMatch(/one JSON object/);
  });
});

describe('the argument of a new run', () => {
  const { type: _type, at: _at, ...submit } = given.submitted();
  const workflowId = 'submission:acme:1042';
  const parse = (changes: object, id = workflowId): string =>
    catchMessage(() => parseSubmit({ ...submit, ...changes }, id));

  it('is read, with who submits made comparable to who decides', () => {
    expect(parseSubmit(submit, workflowId)).toEqual(submit);
    const by = { id: ' Rene\u0301 ', channel: 'signal' };
    expect(parseSubmit({ ...submit, by, more: 1 }, workflowId)).toEqual({
      ...submit,
      by: { id: 'Ren\u00e9', channel: 'api' },
    });
    const previousRun = { runId: 'run-1', revision: 4, exported: given.inErp };
    expect(parseSubmit({ ...submit, previousRun }, workflowId).previousRun).toEqual(previousRun);
  });

  it.each([
    ['ids of another project', { projectId: '1043' }, workflowId, /those of the workflow id/],
    ['ids of another company', { companyId: 'globex' }, workflowId, /those of the workflow id/],
    ['no ids under a foreign workflow id', { companyId: undefined, projectId: undefined }, 'foo', /workflow id/],
    ['nobody', { by: undefined }, workflowId, /^actor must be a JSON object/],
    ['no project', { project: undefined }, workflowId, /^project must be a JSON object/],
    ['no accept fields', { integration: { ...given.integration, acceptFields: {} } }, workflowId, /acceptFields/],
    ['no four-eyes', { policy: { ...given.policy, fourEyes: 'yes' } }, workflowId, /policy.fourEyes/],
    ['an endless export', { policy: { ...given.policy, exportForMs: '24h' } }, workflowId, /policy.exportForMs/],
    ['signals unclear', { policy: { ...given.policy, rawSignals: true } }, workflowId, /policy.rawSignals/],
    [
      'a revision as text',
      { previousRun: { runId: 'r', revision: '1', exported: given.inErp } },
      workflowId,
      /revision/,
    ],
    ['a run unknown', { previousRun: { revision: 1, exported: given.inErp } }, workflowId, /previousRun.runId/],
    ['no revision before', { previousRun: { runId: 'r' } }, workflowId, /previousRun must name its revision/],
    [
      'exported unclear',
      { previousRun: { runId: 'r', revision: 1, exported: {} } },
      workflowId,
      /previousRun.exported must name/,
    ],
  ])('with %s is malformed', (_what, changes, id, message) => {
    expect(parse(changes, id)).toMatch(message);
  });
});

describe('whatever is sent', () => {
  const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
  const everything = fc.oneof(anything, fc.jsonValue());
  const { rules } = given.integration;
  const ruled: Integration = {
    ...given.integration,
    rules: { ...rules, fields: { name: { maxLength: 99, forbidden: '^' }, 'costCodes.code': { mask: '##-###' } } },
    acceptFields: [{ key: 'division', label: 'Division', type: 'choice', required: false, choices: ['03', '05'] }],
  };

  it('is read or malformed, never another error', () => {
    fc.assert(
      fc.property(fc.array(everything, { maxLength: 2 }), fc.constantFrom(...commandNames), (args, name) => {
        catchMessage(() => parseSignal(name, args));
        catchMessage(() => parseUpdate(name, args));
        catchMessage(() => parseSubmit(args[0], 'submission:acme:1042'));
        claimedActor(args[0]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('in the place of one good value is read or malformed; what is read can be decided and shown', () => {
    const fresh = { integration: ruled, policy: given.policy };
    const good = {
      actor: { id: 'ada', name: 'Ada' },
      request: { id: 'a', bodyHash: 'b' },
      project: given.project,
      fresh,
    };
    const { rejected } = given.stages;
    let shown = 0;
    fc.assert(
      fc.property(fc.constantFrom(...listPaths(good)), fc.jsonValue(), (path, value) => {
        catchMessage(() => {
          const { command, actor } = parseUpdate('resend', [withValueAt(good, path, value)]);
          const state = unlessItFails(() => {
            const outcome = decide(rejected, command, actor, given.at(9));
            return 'event' in outcome ? evolve(rejected, outcome.event) : undefined;
          });
          if (!state) return;
          describeState(state);
          expect(toView(state, 'run-1').revision).toBe(2);
          shown += 1;
        });
      }),
      { numRuns: 2_000 },
    );
    expect(shown).toBeGreaterThan(50);
  });

  it('in a new run is read or malformed; what is read can be shown', () => {
    const {
      type: _type,
      at,
      ...good
    } = given.submitted({ integration: ruled, previousRun: { runId: 'r', revision: 1, exported: given.inErp } });
    fc.assert(
      fc.property(fc.constantFrom(...listPaths(good)), fc.jsonValue(), (path, value) => {
        catchMessage(() => {
          const submit = parseSubmit(withValueAt(good, path, value), 'submission:acme:1042');
          const state = unlessItFails(() => initialState({ type: 'submitted', at, ...submit }));
          if (state) describeState(state);
        });
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Rules that are no rules may fail while they are applied: that is before anything changed. */
function unlessItFails(apply: () => Submission | undefined): Submission | undefined {
  try {
    return apply();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
