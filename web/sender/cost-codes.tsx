/** Cost codes as a grid that takes a paste from a spreadsheet. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { limits } from '../../workflows/contract/limits';
import { costCodeFields } from '../../workflows/contract/pointers';
import { type Complaint, groupByRow } from '../model/complaints';
import type { Finding } from '../model/findings';
import { groupByPlace } from '../model/mistakes';
import { isTable, type Place } from '../model/paste';
import { type CostCodeRow, emptyRow, isEmptyRow, numberRows } from '../model/project-draft';
import { findRow } from '../model/spots';
import { texts } from '../texts';
import { Row, type RowActs } from './cost-code-row';
import type { Goal } from './use-jump';

interface CostCodesProps {
  readonly rows: readonly CostCodeRow[];
  readonly onRows: (rows: readonly CostCodeRow[]) => void;
  readonly findings: readonly Finding[];
  readonly complaints: readonly Complaint[];
  readonly goal: Goal | undefined;
  /** Cells of a spreadsheet, pasted into one of ours. */
  readonly onTable: (text: string, place: Place) => void;
}

/** A grid of thousands of inputs is slow: so many at once. */
const rowsAtOnce = 100;
const none: readonly never[] = [];

type Opened = ReadonlyMap<number, boolean>;

/** Which rows a person opened or closed, after a row is gone. */
const without = (opened: Opened, gone: number): Opened =>
  new Map([...opened].filter(([row]) => row !== gone).map(([row, isOpen]) => [row > gone ? row - 1 : row, isOpen]));

interface PagesProps {
  readonly page: number;
  readonly count: number;
  readonly onPage: (page: number) => void;
}

function Pages({ page, count, onPage }: PagesProps) {
  const from = page * rowsAtOnce;
  const to = Math.min(from + rowsAtOnce, count);
  return (
    <>
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {texts.sender.rowsBefore}
      </button>
      <button type="button" disabled={to >= count} onClick={() => onPage(page + 1)}>
        {texts.sender.rowsAfter}
      </button>
      <span class="quiet">{texts.sender.rows(from + 1, to, count)}</span>
    </>
  );
}

/** The acts are the same ones for as long as the grid is there, so that a key renders one row. */
function useActs(props: CostCodesProps, setOpened: (change: (before: Opened) => Opened) => void): RowActs {
  const latest = useRef(props);
  latest.current = props;
  return useMemo(
    () => ({
      onCell: (index, column, text) => {
        const { rows, onRows } = latest.current;
        onRows(rows.map((each, at) => (at === index ? { ...each, [column]: text } : each)));
      },
      onPaste: (index, column, event) => {
        const text = event.clipboardData?.getData('text/plain') ?? '';
        if (!isTable(text)) return;
        event.preventDefault();
        latest.current.onTable(text, { row: index, column });
      },
      onRemove: (index) => {
        const { rows, onRows } = latest.current;
        setOpened((before) => without(before, index));
        onRows(rows.filter((_each, at) => at !== index));
      },
      onOpen: (index, isOpen) =>
        setOpened((before) => (before.get(index) === isOpen ? before : new Map([...before, [index, isOpen]]))),
    }),
    [setOpened],
  );
}

export function CostCodes(props: CostCodesProps) {
  const { rows, onRows, findings, complaints, goal } = props;
  const [wanted, setWanted] = useState(0);
  const [opened, setOpened] = useState<Opened>(new Map());
  const acts = useActs(props, setOpened);
  const places = useMemo(() => numberRows(rows), [rows]);
  const wrong = useMemo(() => groupByPlace(findings), [findings]);
  const complained = useMemo(() => groupByRow(complaints), [complaints]);
  useEffect(() => {
    const row = goal && findRow(goal.spot);
    if (row === undefined) return;
    setWanted(Math.floor(row / rowsAtOnce));
    acts.onOpen(row, true);
  }, [goal, acts]);
  const page = Math.min(wanted, Math.floor(Math.max(rows.length - 1, 0) / rowsAtOnce));
  const from = page * rowsAtOnce;
  const toRow = (row: CostCodeRow, index: number) => {
    const place = places[index];
    const said = {
      wrong: (place === undefined ? undefined : wrong.get(place)) ?? none,
      complaints: complained.get(index) ?? none,
    };
    const isSaid = said.wrong.length > 0 || said.complaints.length > 0;
    const isOpen = opened.get(index) ?? (isSaid || isEmptyRow(row));
    return <Row key={index} {...{ index, row, isOpen, acts, ...said }} />;
  };
  const onAdd = (): void => {
    onRows([...rows, emptyRow]);
    setWanted(Math.floor(rows.length / rowsAtOnce));
  };
  return (
    <>
      <p class="hint">{texts.sender.paste}</p>
      <table class="grid" aria-label={texts.fields.costCodes}>
        <thead>
          <tr>
            <td class="line" />
            {costCodeFields.map((column) => (
              <th key={column} scope="col">
                {texts.fields[column]}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>{rows.slice(from, from + rowsAtOnce).map((row, index) => toRow(row, from + index))}</tbody>
      </table>
      <div class="buttons">
        <button type="button" disabled={rows.length >= limits.costCodes} onClick={onAdd}>
          {texts.sender.addRow}
        </button>
        {rows.length > rowsAtOnce && <Pages page={page} count={rows.length} onPage={setWanted} />}
      </div>
    </>
  );
}
