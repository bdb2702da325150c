/** Cost codes as a grid that takes a paste from a spreadsheet. */
import { useState } from 'preact/hooks';
import { limits } from '../../workflows/contract/limits';
import { type CostCodeField, costCodeFields, toPointer } from '../../workflows/contract/pointers';
import { below, type Finding } from '../model/findings';
import { isTable, pasted } from '../model/paste';
import { type CostCodeRow, emptyRow, numberRows } from '../model/project-draft';
import { texts } from '../texts';

interface CostCodesProps {
  readonly rows: readonly CostCodeRow[];
  readonly onRows: (rows: readonly CostCodeRow[]) => void;
  readonly findings: readonly Finding[];
}

/** A grid of thousands of inputs is slow: so many at once. */
const rowsAtOnce = 100;

const placeholders: Readonly<Partial<Record<CostCodeField, string>>> = texts.sender.examples;

interface RowProps extends CostCodesProps {
  readonly index: number;
  /** In the document, which has no empty rows. */
  readonly place: number | undefined;
  readonly row: CostCodeRow;
}

function Row({ index, place, row, rows, onRows, findings }: RowProps) {
  const wrong = place === undefined ? [] : below(findings, toPointer('costCodes', place));
  const isWrong = (column: CostCodeField): boolean =>
    place !== undefined && below(wrong, toPointer('costCodes', place, column)).length > 0;
  const set = (column: CostCodeField, value: string): void =>
    onRows(rows.map((each, at) => (at === index ? { ...each, [column]: value } : each)));
  const onPaste = (event: ClipboardEvent, column: CostCodeField): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!isTable(text)) return;
    event.preventDefault();
    onRows(pasted(rows, { text, row: index, column }).slice(0, limits.costCodes));
  };
  return (
    <>
      <tr>
        {costCodeFields.map((column) => (
          <td key={column} data-label={texts.fields[column]}>
            <input
              class={column === 'budget' ? 'number' : ''}
              aria-label={texts.sender.cell(texts.fields[column], index + 1)}
              aria-invalid={isWrong(column) ? true : undefined}
              placeholder={index === 0 ? placeholders[column] : undefined}
              value={row[column]}
              autocomplete="off"
              onInput={({ currentTarget }) => set(column, currentTarget.value)}
              onPaste={(event) => onPaste(event, column)}
            />
          </td>
        ))}
        <td>
          <button
            type="button"
            class="plain"
            aria-label={texts.sender.removeRow(index + 1)}
            onClick={() => onRows(rows.filter((_each, at) => at !== index))}
          >
            {texts.remove}
          </button>
        </td>
      </tr>
      {wrong.length > 0 && (
        <tr>
          <td colSpan={5} class="wrong-list">
            {wrong.map(({ message }) => message).join(' · ')}
          </td>
        </tr>
      )}
    </>
  );
}

export function CostCodes(props: CostCodesProps) {
  const { rows, onRows } = props;
  const [shown, setShown] = useState(rowsAtOnce);
  const places = numberRows(rows);
  return (
    <>
      <p class="hint">{texts.sender.paste}</p>
      <table class="grid">
        <thead>
          <tr>
            {costCodeFields.map((column) => (
              <th key={column} scope="col">
                {texts.fields[column]}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row, index) => (
            <Row key={index} {...props} {...{ index, row, place: places[index] }} />
          ))}
        </tbody>
      </table>
      <div class="buttons">
        <button type="button" disabled={rows.length >= limits.costCodes} onClick={() => onRows([...rows, emptyRow])}>
          {texts.sender.addRow}
        </button>
        {rows.length > shown && (
          <button type="button" onClick={() => setShown(shown + rowsAtOnce)}>
            {texts.sender.moreRows(rows.length - shown)}
          </button>
        )}
      </div>
    </>
  );
}
