/** The frozen revision: every field that has a value, and the cost codes. */
import { useId, useMemo, useState } from 'preact/hooks';
import type { SubmissionView } from '../api/answers';
import { usePrinting } from '../components/printing';
import { fieldText, money, toMoney } from '../model/format';
import { type ProjectField, toPointer, valueAt } from '../../workflows/contract/pointers';
import { toLabel } from '../model/pointers';
import { listShown } from '../model/reject';
import { compareWithTotal, describeSum, sumBudgets } from '../model/sums';
import { texts } from '../texts';
import { Complaint } from './complaint';
import { useRejecting } from './rejecting';

type Project = SubmissionView['project'];

/** Longer texts take a line of their own. */
const wideFrom = 60;
/** A long list is cut here until somebody wants all of it. */
const firstCostCodes = 25;

const shownValue = (project: Project, field: ProjectField): string | undefined => {
  const value = valueAt(project, field);
  if (value === undefined) return undefined;
  return fieldText(field, value, project.currency);
};

const formatAddress = ({ address: { line1, line2, city, region, postalCode, country } }: Project): string =>
  [line1, line2, [city, region, postalCode].filter(Boolean).join(' '), country].filter(Boolean).join('\n');

/** These fields stand above the address. All others follow it in the order of the document. */
const first: readonly ProjectField[] = ['/name', '/number', '/customer/name', '/customer/code'];

function Fields({ project }: { readonly project: Project }) {
  const toRow = (field: ProjectField) => ({ pointer: field, value: shownValue(project, field) });
  const shown = listShown(project);
  const address = { pointer: '/address', value: formatAddress(project) };
  const custom = Object.entries(project.customFields ?? {}).map(([key, value]) => ({
    pointer: toPointer('customFields', key),
    value,
  }));
  const [above, below] = [true, false].map((isFirst) =>
    shown.filter((field) => first.includes(field) === isFirst).map(toRow),
  );
  return (
    <dl class="fields">
      {[...(above ?? []), address, ...(below ?? []), ...custom].map(({ pointer, value = '' }) => (
        <div key={pointer} class={value.length > wideFrom ? 'wide' : ''}>
          <dt>{toLabel(pointer)}</dt>
          <dd>
            <span class="said">{value}</span> <Complaint pointer={pointer} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function SumRow({ project }: { readonly project: Project }) {
  const sum = sumBudgets(project);
  if (!sum) return null;
  const comparison = compareWithTotal(sum, project);
  const notes = describeSum(sum);
  return (
    <tfoot>
      <tr class="sum">
        <th scope="row">{texts.sums.row}</th>
        <td colSpan={2}>
          {comparison && <span class={`mark ${comparison.isEqual ? 'exported' : 'attention'}`}>{comparison.text}</span>}{' '}
          {notes.length > 0 && <span class="quiet">{notes.join(', ')}</span>}
        </td>
        <td class="number">{toMoney(sum.total, project.currency)}</td>
      </tr>
    </tfoot>
  );
}

function CostCodes({ project }: { readonly project: Project }) {
  const { costCodes, currency } = project;
  const { fields } = useRejecting().draft.value;
  const titleId = useId();
  // What was complained about is shown, wherever it stands.
  const isPrinting = usePrinting();
  const [isAll, setIsAll] = useState(() => fields.some(({ pointer }) => pointer.startsWith('/costCodes/')));
  const shown = isAll || isPrinting ? costCodes.length : Math.min(costCodes.length, firstCostCodes);
  // Thousands of rows are not drawn again while somebody writes beside one of them.
  const rows = useMemo(
    () =>
      costCodes.slice(0, shown).map(({ code, name, costTypes, budget }) => (
        <tr key={code}>
          <th scope="row">{code}</th>
          <td>
            {name} <Complaint pointer={toPointer('costCodes', code)} />
          </td>
          <td>{costTypes.join(', ')}</td>
          <td class="number">{budget === undefined ? texts.none : money(budget)}</td>
        </tr>
      )),
    [costCodes, shown],
  );
  return (
    <section>
      <div class="titled">
        <h3 id={titleId}>{texts.review.costCodes(costCodes.length)}</h3> <Complaint pointer="/costCodes" />
      </div>
      <table class="cost-codes" aria-labelledby={titleId}>
        <thead>
          <tr>
            <th scope="col">{texts.fields.code}</th>
            <th scope="col">{texts.fields.name}</th>
            <th scope="col">{texts.fields.costTypes}</th>
            <th scope="col" class="number">
              {texts.fields.budget}, {currency}
            </th>
          </tr>
        </thead>
        <tbody>{rows}</tbody>
        <SumRow project={project} />
      </table>
      {shown < costCodes.length && (
        <button type="button" onClick={() => setIsAll(true)}>
          {texts.review.allCostCodes(costCodes.length)}
        </button>
      )}
    </section>
  );
}

export function Document({ view: { project } }: { readonly view: SubmissionView }) {
  return (
    <section>
      <h2>{texts.review.project}</h2>
      <Fields project={project} />
      <CostCodes project={project} />
    </section>
  );
}
