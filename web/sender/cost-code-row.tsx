/** One cost code of the grid. On a narrow screen it folds to one line. */
import { type CostCodeField, costCodeFields, isCostCodeField, splitPointer } from '../../workflows/contract/pointers';
import { memo } from '../components/memo';
import type { Complaint } from '../model/complaints';
import type { Finding } from '../model/findings';
import { money } from '../model/format';
import { type CostCodeRow, isEmptyRow } from '../model/project-draft';
import { cellSpot } from '../model/spots';
import { understand } from '../model/typed';
import { texts } from '../texts';

export interface RowActs {
  readonly onCell: (index: number, column: CostCodeField, text: string) => void;
  readonly onPaste: (index: number, column: CostCodeField, event: ClipboardEvent) => void;
  readonly onRemove: (index: number) => void;
  readonly onOpen: (index: number, isOpen: boolean) => void;
}

interface RowProps {
  readonly index: number;
  readonly row: CostCodeRow;
  readonly wrong: readonly Finding[];
  readonly complaints: readonly Complaint[];
  readonly isOpen: boolean;
  readonly acts: RowActs;
}

const placeholders: Readonly<Partial<Record<CostCodeField, string>>> = texts.sender.examples;

/** The column that a pointer to a cost code, by code or by place, is about; `undefined`: the whole row. */
function columnOf({ pointer }: { readonly pointer: string }): CostCodeField | undefined {
  const [, , column = ''] = splitPointer(pointer);
  return isCostCodeField(column) ? column : undefined;
}

/** What the row is, in one line that opens and folds it. */
function Line({ index, row, isOpen, acts }: Pick<RowProps, 'index' | 'row' | 'isOpen' | 'acts'>) {
  return (
    <td class="line">
      <button type="button" class="plain" aria-expanded={isOpen} onClick={() => acts.onOpen(index, !isOpen)}>
        {isEmptyRow(row) ? (
          <span>{texts.sender.emptyRow(index + 1)}</span>
        ) : (
          <>
            <span>{row.code}</span> <span>{row.name}</span> <span class="number">{money(row.budget.trim())}</span>
          </>
        )}
      </button>
    </td>
  );
}

interface SaidProps extends Pick<RowProps, 'wrong' | 'complaints'> {
  readonly id: string;
}

/** What is said of one column begins with its name. */
function sayComplaint(complaint: Complaint): string {
  const column = columnOf(complaint);
  const { complaint: of, complaintOf } = texts.difference;
  return `${column === undefined ? of : complaintOf(texts.fields[column])} ${complaint.message}`;
}

function sayMistake(finding: Finding): string {
  const column = columnOf(finding);
  return column === undefined ? finding.message : `${texts.fields[column]}: ${finding.message}`;
}

function Said({ wrong, complaints, id }: SaidProps) {
  if (wrong.length === 0 && complaints.length === 0) return null;
  return (
    <tr class="said-row">
      <td colSpan={6} id={id}>
        {complaints.map((complaint) => (
          <p key={`${complaint.pointer} ${complaint.message}`} class="complaint-text">
            {sayComplaint(complaint)}
          </p>
        ))}
        {wrong.map((finding) => (
          <p key={`${finding.pointer} ${finding.message}`} class="wrong-list">
            {sayMistake(finding)}
          </p>
        ))}
      </td>
    </tr>
  );
}

function Cells({ index, row, wrong, complaints, isOpen, acts }: RowProps) {
  const id = `cost-code-${String(index)}`;
  const isSaid = ({ pointer }: { readonly pointer: string }, column: CostCodeField): boolean =>
    (columnOf({ pointer }) ?? 'code') === column;
  const onBudget = (): void => {
    const { value } = understand('signed_amount', row.budget);
    if (value !== row.budget) acts.onCell(index, 'budget', value);
  };
  // A row in which somebody types stays open.
  const onFocusIn = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLInputElement) acts.onOpen(index, true);
  };
  return (
    <>
      <tr class={isOpen ? '' : 'folded'} onFocusIn={onFocusIn}>
        <Line {...{ index, row, isOpen, acts }} />
        {costCodeFields.map((column) => {
          const isWrong = wrong.some((finding) => isSaid(finding, column));
          const isNamed = complaints.some((complaint) => isSaid(complaint, column));
          return (
            <td key={column} data-label={texts.fields[column]}>
              <input
                class={column === 'budget' ? 'number' : ''}
                aria-label={texts.sender.cell(texts.fields[column], index + 1)}
                aria-invalid={isWrong ? true : undefined}
                aria-describedby={isWrong || isNamed ? id : undefined}
                data-spot={cellSpot(index, column)}
                placeholder={index === 0 ? placeholders[column] : undefined}
                value={row[column]}
                autocomplete="off"
                onInput={({ currentTarget }) => acts.onCell(index, column, currentTarget.value)}
                onChange={column === 'budget' ? onBudget : undefined}
                onPaste={(event) => acts.onPaste(index, column, event)}
              />
            </td>
          );
        })}
        <td>
          <button
            type="button"
            class="plain"
            aria-label={texts.sender.removeRow(index + 1)}
            onClick={() => acts.onRemove(index)}
          >
            {texts.remove}
          </button>
        </td>
      </tr>
      <Said {...{ wrong, complaints, id }} />
    </>
  );
}

/** A key typed into one row leaves the others as they are. */
export const Row = memo(Cells);
