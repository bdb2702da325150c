import { textFaults } from '../../workflows/contract/text';
import { toIds } from '../../workflows/domain/documents';

it('ids that a person settles with hold only what is seen; those that the ERP gives are its own', () => {
  expect(() => toIds({ job: '47\u200b11' }, textFaults.identifier)).toThrow('ids.job must not contain U+200B');
  expect(toIds({ job: '47\u200b11' })).toEqual({ job: '47\u200b11' });
});
