/** The project as a form: with what the rules find while it is typed. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { FieldMessage } from '../../workflows/contract/commands';
import type { Draft } from '../api/draft';
import { at, below, type Finding } from '../model/findings';
import { toLabel } from '../model/pointers';
import { findField, isProjectField } from '../../workflows/contract/pointers';
import type { ProjectDraft } from '../model/project-draft';
import { fieldGroups } from '../model/field-groups';
import { texts } from '../texts';
import { CustomFields } from './custom-fields';
import { CostCodes } from './cost-codes';
import { ProjectFieldInput } from './project-field';

interface ProjectFormProps {
  readonly draft: Draft<ProjectDraft>;
  readonly findings: readonly Finding[];
  readonly complaints: readonly FieldMessage[];
  /** Somebody tried to send it: now everything that is wrong shows, not only what was touched. */
  readonly isTried: boolean;
}

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <fieldset class="group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** What the rejection said about what has no field of its own here. */
function Complaints({ complaints }: Pick<ProjectFormProps, 'complaints'>) {
  if (complaints.length === 0) return null;
  return (
    <ul class="complaint-text">
      {complaints.map(({ pointer, message }) => (
        <li key={`${pointer} ${message}`}>
          {toLabel(pointer)}: {message}
        </li>
      ))}
    </ul>
  );
}

const hasField = ({ pointer }: FieldMessage): boolean => isProjectField(pointer);
const isCustom = ({ pointer }: FieldMessage): boolean => pointer.startsWith('/customFields');

export function ProjectForm({ draft, findings, complaints, isTried }: ProjectFormProps) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const { value, set } = draft;
  const others = complaints.filter((each) => !hasField(each));
  const touch = (pointer: string): void => setTouched((before) => new Set([...before, pointer]));
  /** Of a list: what is wrong with any of it. */
  const visibleBelow = (pointer: string): readonly Finding[] =>
    isTried || touched.has(pointer) ? below(findings, pointer) : [];
  const visible = (pointer: string): readonly string[] =>
    isTried || touched.has(pointer) ? at(findings, pointer) : [];
  return (
    <>
      {fieldGroups.map(({ title, fields }) => (
        <Group key={title} title={texts.sender.groups[title]}>
          {fields.map((name) => (
            <ProjectFieldInput
              key={name}
              name={name}
              value={value.fields[name] ?? ''}
              onValue={(text) => {
                touch(name);
                set({ fields: { ...value.fields, [name]: text } });
              }}
              wrong={visible(name)}
              complaints={at(
                complaints.map((each) => ({ ...each, isError: true })),
                name,
              )}
              isRequired={findField(name)?.isRequired ?? false}
            />
          ))}
        </Group>
      ))}
      <Group title={texts.fields.costCodes}>
        <div class="field wide">
          <Complaints complaints={others.filter((each) => !isCustom(each))} />
          <CostCodes
            rows={value.costCodes}
            onRows={(costCodes) => {
              touch('/costCodes');
              set({ costCodes });
            }}
            findings={visibleBelow('/costCodes')}
          />
        </div>
      </Group>
      <Group title={texts.review.customFields}>
        <div class="field wide">
          <Complaints complaints={others.filter(isCustom)} />
          <CustomFields
            fields={value.customFields}
            onFields={(customFields) => {
              touch('/customFields');
              set({ customFields });
            }}
            findings={visibleBelow('/customFields')}
          />
        </div>
      </Group>
    </>
  );
}
