/** What the export does with what its look-up found. */
import { differences, hashChanges, isSameContent, type ErpContent } from '../../activities/erp-content';
import type { Erp, ErpRecord } from '../../activities/erp-port';
import { reconcile, type Plan } from '../../activities/reconcile';
import type { Project } from '../../workflows/contract/project';
import { project } from '../support/domain/fixtures';

/** An ERP that keeps the name in capitals, the number and the budgets; the rest it does not have. */
const toErp: Erp['toErp'] = ({ name, costCodes }, job) => ({
  name: name.toUpperCase(),
  job,
  costCodes: costCodes.map(({ code, budget }) => ({ code, budget })),
});
const erp = { toErp } as unknown as Erp;
const job = { number: '24-017' };
const ours: Project = { ...project, name: 'Riverside Clinic, Phase 2' };
const ask = { project: ours, job };
const exported = { revision: 1, project, job };
const receipt = { reference: 'acme~1042', ids: { job: '12' } };
const record = (content: ErpContent): ErpRecord => ({ receipt, content });
const holding = (of: Project) => record(toErp(of, job));
const byHand = record({ ...toErp(project, job), name: 'CLINIC BY THE RIVER' });

const requireMismatch = (plan: Plan) => {
  if (!('mismatch' in plan)) throw new Error('there is no mismatch');
  return plan.mismatch;
};

describe('a first export', () => {
  test('makes the record where there is none', () => {
    expect(reconcile(erp, ask, undefined)).toEqual({ write: {} });
  });

  test('takes the record that holds this content for its own', () => {
    expect(reconcile(erp, ask, holding(ours))).toEqual({ receipt });
  });

  test('never writes over a record with other content: a person decides, with both values of each field', () => {
    const mismatch = requireMismatch(reconcile(erp, ask, byHand));
    expect(mismatch.code).toBe('changed_in_erp');
    expect(mismatch.message).toMatch(/already holds a record with this reference.*1 field\./);
    expect(mismatch.changes).toEqual([
      { pointer: '/name', before: 'CLINIC BY THE RIVER', after: 'RIVERSIDE CLINIC, PHASE 2' },
    ]);
  });
});

describe('an update', () => {
  const update = { ...ask, exported };

  test('writes over exactly what the last export left', () => {
    expect(reconcile(erp, update, holding(project))).toEqual({ write: { expect: toErp(project, job) } });
  });

  test('is done where the record holds this content already', () => {
    expect(reconcile(erp, update, holding(ours))).toEqual({ receipt });
  });

  test('stops where somebody changed the record', () => {
    expect(requireMismatch(reconcile(erp, update, byHand)).message).toMatch(/differs from what the last export wrote/);
  });

  test('stops where the record is gone, with what would be made', () => {
    const mismatch = requireMismatch(reconcile(erp, update, undefined));
    expect(mismatch.code).toBe('deleted_in_erp');
    expect(mismatch.changes).toContainEqual({ pointer: '/job/number', after: '24-017' });
  });

  test('says that the last export is not kept, where it is not', () => {
    const forgotten = { ...ask, exported: { revision: 1, job } };
    expect(requireMismatch(reconcile(erp, forgotten, holding(project))).message).toMatch(/is no longer known/);
    expect(reconcile(erp, forgotten, holding(ours))).toEqual({ receipt });
  });
});

describe('a confirmation', () => {
  const update = { ...ask, exported };
  const { differencesHash } = requireMismatch(reconcile(erp, update, byHand));

  test('lets the record be written over that was seen, and no other', () => {
    const confirmed = { ...update, confirm: 'overwrite', differencesHash } as const;
    expect(reconcile(erp, confirmed, byHand)).toEqual({ write: { expect: byHand.content } });
    const changedAgain = record({ ...byHand.content, name: 'CLINIC' });
    expect(requireMismatch(reconcile(erp, confirmed, changedAgain)).differencesHash).not.toBe(differencesHash);
    expect(requireMismatch(reconcile(erp, confirmed, undefined)).code).toBe('deleted_in_erp');
  });

  test('lets a record be made anew that is gone', () => {
    const gone = requireMismatch(reconcile(erp, update, undefined));
    const confirmed = { ...update, confirm: 'recreate', differencesHash: gone.differencesHash } as const;
    expect(reconcile(erp, confirmed, undefined)).toEqual({ write: {} });
    expect(requireMismatch(reconcile(erp, confirmed, byHand)).code).toBe('changed_in_erp');
  });
});

describe('contents', () => {
  const content: ErpContent = {
    name: 'A',
    address: { city: 'Dayton' },
    costCodes: [
      { code: '01', name: 'One' },
      { code: '02/x', name: 'Two' },
    ],
    tags: ['a', 'b'],
  };

  test('are compared without regard to the order of fields and of cost codes', () => {
    const [one, two] = content['costCodes'] as readonly ErpContent[];
    expect(isSameContent(content, { ...content, costCodes: [two ?? {}, one ?? {}] })).toBe(true);
    expect(isSameContent(content, Object.fromEntries(Object.entries(content).reverse()))).toBe(true);
    expect(isSameContent(content, { ...content, tags: ['b', 'a'] })).toBe(false);
    expect(isSameContent(content, { ...content, region: undefined })).toBe(true);
  });

  test('differ field by field, a cost code under its code', () => {
    const after: ErpContent = { ...content, address: {}, costCodes: [{ code: '02/x', name: 'Deux', budget: '5' }] };
    expect(differences(content, after)).toEqual([
      { pointer: '/address/city', before: 'Dayton' },
      { pointer: '/costCodes/01/code', before: '01' },
      { pointer: '/costCodes/01/name', before: 'One' },
      { pointer: '/costCodes/02~1x/budget', after: '5' },
      { pointer: '/costCodes/02~1x/name', before: 'Two', after: 'Deux' },
    ]);
  });

  test('have differences with a name of their own', () => {
    const names = [[], [{ pointer: '/a' }], [{ pointer: '/a', before: 'x' }], [{ pointer: '/a', after: 'x' }]];
    expect(new Set(names.map(hashChanges)).size).toBe(names.length);
  });
});
