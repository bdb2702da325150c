import { isTable, pasted } from '../../web/model/paste';
import { emptyRow } from '../../web/model/project-draft';

describe('cells copied from a spreadsheet', () => {
  test('fill rows and columns from the cell they are pasted into, and make the rows that are missing', () => {
    const rows = [{ ...emptyRow, code: '01-100', budget: '5' }];
    expect(pasted(rows, { text: 'Concrete\tlabor\r\nSteel\tmaterial\r\n', row: 0, column: 'name' })).toEqual([
      { code: '01-100', name: 'Concrete', costTypes: 'labor', budget: '5' },
      { code: '', name: 'Steel', costTypes: 'material', budget: '' },
    ]);
  });

  test('may be quoted, with tabs, line breaks and quotes in them', () => {
    const text = '1\t"Two ""inch""\tpipe\nlong"\t3\n4\t\t6';
    expect(pasted([], { text, row: 0, column: 'code' })).toEqual([
      { code: '1', name: 'Two "inch"\tpipe\nlong', costTypes: '3', budget: '' },
      { code: '4', name: '', costTypes: '6', budget: '' },
    ]);
  });

  test.each([
    ['$1,250,000.50', '1250000.50'],
    ['62 500', '62500'],
    ['-1,000', '-1000'],
    ['1.250,00', '1.250,00'],
  ])('a budget of %s is %s', (cell, budget) => {
    expect(pasted([emptyRow], { text: `${cell}\n`, row: 0, column: 'budget' })).toEqual([{ ...emptyRow, budget }]);
  });

  test('cells beyond the last column are left out', () => {
    expect(pasted([emptyRow], { text: '1\t2\t3', row: 0, column: 'costTypes' })).toEqual([
      { code: '', name: '', costTypes: '1', budget: '2' },
    ]);
  });

  test('a single word is an ordinary paste', () => {
    expect([isTable('Concrete\n'), isTable('01\t02')]).toEqual([false, true]);
  });
});
