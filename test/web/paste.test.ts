import { isTable, paste } from '../../web/model/paste';
import { emptyRow } from '../../web/model/project-draft';

describe('cells copied from a spreadsheet', () => {
  test('fill rows and columns from the cell they are pasted into, and make the rows that are missing', () => {
    const rows = [{ ...emptyRow, code: '01-100', budget: '5', was: '01-100' }];
    const cells = [
      ['Concrete', 'labor'],
      ['Steel', 'material'],
    ];
    expect(paste(rows, cells, { row: 0, column: 'name' })).toEqual({
      costCodes: [
        { code: '01-100', name: 'Concrete', costTypes: 'labor', budget: '5', was: '01-100' },
        { code: '', name: 'Steel', costTypes: 'material', budget: '' },
      ],
      added: 1,
      changed: 1,
    });
  });

  test.each([
    ['with commas', ['1,234', '62,500.00'], ['1234', '62500.00']],
    ['with points', ['1.234', '62.500,00'], ['1234', '62500.00']],
    ['with spaces', ['1 234', '62 500,00'], ['1234', '62500.00']],
    ['that nobody can tell', ['1,234', '62,500'], ['1,234', '62,500']],
  ])('have budgets %s read as one column', (_how, cells, budgets) => {
    const { costCodes } = paste(
      [],
      cells.map((cell) => ['labor', cell]),
      { row: 0, column: 'costTypes' },
    );
    expect(costCodes.map(({ budget }) => budget)).toEqual(budgets);
  });

  test('cells beyond the last column are left out', () => {
    expect(paste([emptyRow], [['1', '2', '3']], { row: 0, column: 'costTypes' })).toMatchObject({
      costCodes: [{ code: '', name: '', costTypes: '1', budget: '2' }],
      added: 1,
    });
  });

  test('a single word is an ordinary paste', () => {
    expect([isTable('Concrete\n'), isTable('01\t02')]).toEqual([false, true]);
  });
});
