import { fc } from '../support/fast-check';
import { fromReference, fromWorkflowId, idPattern, toReference, toWorkflowId } from '../../workflows/contract/names';

const first = fc.constantFrom(...'abzABZ019'.split(''));
const others = fc.array(fc.constantFrom(...'abzABZ019_.-'.split('')), { maxLength: 63 });
const id = fc.tuple(first, others).map(([head, tail]) => head + tail.join(''));
const ids = fc.record({ companyId: id, projectId: id });

describe('an id', () => {
  it.each(['1042', 'a', 'A.b_c-d', '0', 'x'.repeat(64), 'constructor', 'P-1042.2'])('%p is one', (text) => {
    expect(idPattern.test(text)).toBe(true);
  });

  it.each([
    '',
    ' ',
    '.',
    '..',
    '-a',
    '_a',
    '.a',
    'a/b',
    'a:b',
    'a b',
    'a\n',
    '\u00e4',
    'a%2Fb',
    '__proto__',
    'x'.repeat(65),
    'a\u0000',
  ])('%p is none', (text) => {
    expect(idPattern.test(text)).toBe(false);
  });
});

describe('the workflow id', () => {
  it('is made of company and project', () => {
    expect(toWorkflowId({ companyId: 'acme', projectId: '1042' })).toBe('submission:acme:1042');
  });

  it('reads back for every company and project', () => {
    fc.assert(
      fc.property(ids, (submission) => {
        expect(fromWorkflowId(toWorkflowId(submission))).toEqual(submission);
      }),
    );
  });

  it.each([
    '',
    'submission',
    'submission:acme',
    'submission:acme:',
    'submission::1042',
    'other:acme:1042',
    'submission:acme:1042:1',
    'submission:a/b:1',
    'submission:acme:-1',
    ' submission:acme:1042',
  ])('%p is none of ours', (text) => {
    expect(fromWorkflowId(text)).toBeUndefined();
  });

  it('of whatever text is none, or exactly that text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (company, project) => {
        const text = `submission:${company}:${project}`;
        const read = fromWorkflowId(text);
        if (read) expect(toWorkflowId(read)).toBe(text);
      }),
    );
  });
});

describe('the reference in the ERP', () => {
  it('is made of company and project', () => {
    expect(toReference({ companyId: 'acme', projectId: 'P.10-42_a' })).toBe('acme~P=10-42_a');
  });

  it('reads back for every company and project, and nothing else does', () => {
    fc.assert(fc.property(ids, (submission) => expect(fromReference(toReference(submission))).toEqual(submission)));
    for (const text of [
      '',
      'Bridge',
      'acme',
      'acme~',
      '~1042',
      'acme~1042~1',
      'acme~P.1',
      'acme~Bridge 2',
      'acme~-1',
    ]) {
      expect(fromReference(text)).toBeUndefined();
    }
  });

  it('is another for each company and project, and always a safe file name without a dot', () => {
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const same = a.companyId === b.companyId && a.projectId === b.projectId;
        expect(toReference(a) === toReference(b)).toBe(same);
        expect(toReference(a)).toMatch(/^[A-Za-z0-9][A-Za-z0-9_=~-]{2,128}$/);
      }),
    );
  });

  it('does not mix up where the company ends', () => {
    const references = [
      { companyId: 'a', projectId: 'b-c' },
      { companyId: 'a-b', projectId: 'c' },
      { companyId: 'a.b', projectId: 'c' },
      { companyId: 'a_b', projectId: 'c' },
      { companyId: 'a', projectId: 'b.r2' },
    ].map(toReference);
    expect(new Set(references).size).toBe(5);
  });
});
