/** The project as a form: with what the rules find while it is typed. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { FieldMessage } from '../../workflows/contract/commands';
import type { Draft } from '../data/draft';
import { at, below, type Finding } from '../plain/findings';
import { labelOf } from '../plain/pointers';
import type { ProjectField } from '../plain/project-fields';
import type { ProjectDraft } from '../plain/project-draft';
import { texts } from '../texts';
import { CostCodes } from './cost-codes';
import { ProjectFieldInput } from './project-field';

interface Props {
  readonly draft: Draft<ProjectDraft>;
  readonly findings: readonly Finding[];
  readonly complaints: readonly FieldMessage[];
  /** Somebody tried to send it: now everything that is wrong shows, not only what was touched. */
  readonly isTried: boolean;
}

const groups: readonly {
  readonly title: keyof typeof texts.sender.groups;
  readonly fields: readonly ProjectField[];
}[] = [
  { title: 'project', fields: ['/name', '/number', '/type', '/department', '/description'] },
  { title: 'customer', fields: ['/customer/name', '/customer/code'] },
  {
    title: 'address',
    fields: [
      '/address/line1',
      '/address/line2',
      '/address/city',
      '/address/region',
      '/address/postalCode',
      '/address/country',
    ],
  },
  { title: 'terms', fields: ['/startDate', '/completionDate', '/currency', '/totalValue'] },
];

const required: readonly ProjectField[] = [
  '/name',
  '/number',
  '/address/line1',
  '/address/city',
  '/address/country',
  '/currency',
];

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <fieldset class="group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** What the rejection said about cost codes and all else that has no field here. */
function OtherComplaints({ complaints }: Pick<Props, 'complaints'>) {
  const others = complaints.filter(({ pointer }) => !groups.some(({ fields }) => fields.some((f) => f === pointer)));
  return (
    <ul class="complaint-text">
      {others.map(({ pointer, message }) => (
        <li key={`${pointer} ${message}`}>
          {labelOf(pointer)}: {message}
        </li>
      ))}
    </ul>
  );
}

export function ProjectForm({ draft, findings, complaints, isTried }: Props) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const { value, set } = draft;
  const visible = (pointer: string): readonly string[] =>
    isTried || touched.has(pointer) ? at(findings, pointer) : [];
  return (
    <>
      {groups.map(({ title, fields }) => (
        <Group key={title} title={texts.sender.groups[title]}>
          {fields.map((name) => (
            <ProjectFieldInput
              key={name}
              name={name}
              value={value.fields[name] ?? ''}
              onValue={(text) => {
                setTouched((before) => new Set([...before, name]));
                set({ fields: { ...value.fields, [name]: text } });
              }}
              wrong={visible(name)}
              complaints={at(
                complaints.map((each) => ({ ...each, isError: true })),
                name,
              )}
              isRequired={required.includes(name)}
            />
          ))}
        </Group>
      ))}
      <Group title={texts.fields.costCodes}>
        <div class="field wide">
          <OtherComplaints complaints={complaints} />
          <CostCodes
            rows={value.costCodes}
            onRows={(costCodes) => {
              setTouched((before) => new Set([...before, '/costCodes']));
              set({ costCodes });
            }}
            findings={isTried || touched.has('/costCodes') ? below(findings, '/costCodes') : []}
          />
        </div>
      </Group>
    </>
  );
}
