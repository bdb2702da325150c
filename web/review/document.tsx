/** The frozen revision: every field that has a value, and the cost codes. */
import { useState } from 'preact/hooks';
import type { SubmissionView } from '../api/answers';
import { fieldText, money } from '../model/format';
import { type ProjectField, projectFields, valueAt } from '../../workflows/contract/pointers';
import { texts } from '../texts';

type Project = SubmissionView['project'];

/** Longer texts take a line of their own. */
const wideFrom = 60;
/** A long list is cut here until somebody wants all of it. */
const firstCostCodes = 25;

const shownValue = (project: Project, field: ProjectField): string | undefined => {
  const value = valueAt(project, field);
  if (value === undefined) return undefined;
  return field === '/totalValue' ? `${money(value)} ${project.currency}` : fieldText(field, value);
};

const formatAddress = ({ address: { line1, line2, city, region, postalCode, country } }: Project): string =>
  [line1, line2, [city, region, postalCode].filter(Boolean).join(' '), country].filter(Boolean).join('\n');

/** These fields stand above the address. All others follow it in the order of the document. */
const first: readonly ProjectField[] = ['/name', '/number', '/customer/name', '/customer/code'];

function Fields({ project }: { readonly project: Project }) {
  const toRow = (field: ProjectField) => ({ label: texts.fields.project[field], value: shownValue(project, field) });
  const rest = projectFields
    .filter((field) => !first.includes(field) && !field.startsWith('/address/'))
    .filter((field) => field !== '/currency' || project.totalValue === undefined);
  const address = { label: texts.review.address, value: formatAddress(project) };
  const custom = Object.entries(project.customFields ?? {}).map(([label, value]) => ({ label, value }));
  return (
    <dl class="fields">
      {[...first.map(toRow), address, ...rest.map(toRow), ...custom]
        .filter(({ value }) => value !== undefined)
        .map(({ label, value }) => (
          <div key={label} class={(value ?? '').length > wideFrom ? 'wide' : ''}>
            <dt>{label}</dt>
            <dd class="said">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function CostCodes({ project: { costCodes, currency } }: { readonly project: Project }) {
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? costCodes : costCodes.slice(0, firstCostCodes);
  return (
    <section>
      <h3>{texts.review.costCodes(costCodes.length)}</h3>
      <table class="cost-codes">
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
        <tbody>
          {shown.map(({ code, name, costTypes, budget }) => (
            <tr key={code}>
              <th scope="row">{code}</th>
              <td>{name}</td>
              <td>{costTypes.join(', ')}</td>
              <td class="number">{budget === undefined ? texts.none : money(budget)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < costCodes.length && (
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
