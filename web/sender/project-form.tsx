/** The project as a form: with what the rules find while it is typed, and what the rejection said, each at its field. */
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Draft } from '../api/draft';
import type { Complaint } from '../model/complaints';
import { at, below, type Finding } from '../model/findings';
import { toLabel } from '../model/pointers';
import { findField, splitPointer } from '../../workflows/contract/pointers';
import type { ProjectDraft } from '../model/project-draft';
import { fieldGroups } from '../model/field-groups';
import { texts } from '../texts';
import { CustomFields } from './custom-fields';
import { CostCodes } from './cost-codes';
import type { Importing } from './use-import';
import { ImportNotice } from './import-notice';
import { ProjectFieldInput } from './project-field';
import type { Goal } from './use-jump';

interface ProjectFormProps {
  readonly draft: Draft<ProjectDraft>;
  /** Those that are to be seen. */
  readonly findings: readonly Finding[];
  readonly complaints: readonly Complaint[];
  readonly onTouch: (pointer: string) => void;
  /** Where the focus is to go. */
  readonly goal: Goal | undefined;
  readonly importing: Importing;
}

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <fieldset class="group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** What the rejection said about a group, or about something of it that is not there any more. */
function Complaints({ complaints }: Pick<ProjectFormProps, 'complaints'>) {
  if (complaints.length === 0) return null;
  return (
    <ul class="complaint-text wide">
      {complaints.map(({ pointer, message }) => (
        <li key={`${pointer} ${message}`}>
          {texts.difference.complaintOf(toLabel(pointer))} {message}
        </li>
      ))}
    </ul>
  );
}

/** The complaints below a pointer that stand at no field or row of their own. */
const ofWhole = (complaints: readonly Complaint[], first: string): Complaint[] =>
  complaints.filter(({ pointer, spot }) => {
    const [own, ...deeper] = splitPointer(pointer);
    return own === first && (deeper.length === 0 || spot === undefined);
  });

export function ProjectForm({ draft, findings, complaints, onTouch, goal, importing }: ProjectFormProps) {
  const { value, set } = draft;
  const ofCostCodes = useMemo(() => below(findings, '/costCodes'), [findings]);
  return (
    <>
      {fieldGroups.map(({ title, fields }) => (
        <Group key={title} title={texts.sender.groups[title]}>
          <Complaints complaints={ofWhole(complaints, title)} />
          {fields.map((name) => (
            <ProjectFieldInput
              key={name}
              name={name}
              value={value.fields[name] ?? ''}
              onValue={(text) => {
                onTouch(name);
                set({ fields: { ...value.fields, [name]: text } });
              }}
              wrong={at(findings, name)}
              complaints={complaints.filter(({ pointer }) => pointer === name).map(({ message }) => message)}
              isRequired={findField(name)?.isRequired ?? false}
            />
          ))}
        </Group>
      ))}
      <Group title={texts.fields.costCodes}>
        <div class="field wide">
          <Complaints complaints={ofWhole(complaints, 'costCodes')} />
          <ImportNotice {...{ importing, draft }} where="paste" />
          <CostCodes
            rows={value.costCodes}
            onRows={(costCodes) => {
              onTouch('/costCodes');
              set({ costCodes });
            }}
            findings={ofCostCodes}
            {...{ complaints, goal }}
            onTable={(text, place) => void importing.takePaste(text, place)}
          />
        </div>
      </Group>
      <Group title={texts.review.customFields}>
        <div class="field wide">
          <Complaints complaints={ofWhole(complaints, 'customFields')} />
          <CustomFields
            fields={value.customFields}
            onFields={(customFields) => {
              onTouch('/customFields');
              set({ customFields });
            }}
            findings={below(findings, '/customFields')}
            complaints={complaints}
          />
        </div>
      </Group>
    </>
  );
}
