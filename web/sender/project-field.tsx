/** One field of the project: its limit, what the rules find, what the rejection said. */
import { useDesk } from '../api/desk';
import { Field } from '../components/field';
import { findField, type ProjectField as Name } from '../../workflows/contract/pointers';
import { understand } from '../model/typed';
import { texts } from '../texts';

interface ProjectFieldInputProps {
  readonly name: Name;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly wrong: readonly string[];
  readonly complaints: readonly string[];
  readonly isRequired: boolean;
}

const wide: readonly Name[] = ['/name', '/address/line1', '/address/line2'];

/** What this ERP takes; absent: what any project may have, which is seldom reached. */
function useMaxLength(name: Name): number | undefined {
  const { integration } = useDesk();
  const ruledBy = name.slice(1).replaceAll('/', '.');
  const rules = Object.entries(integration?.rules.fields ?? {});
  return rules.find(([field]) => field === ruledBy)?.[1].maxLength;
}

function Hint({ complaints }: Pick<ProjectFieldInputProps, 'complaints'>) {
  return (
    <>
      {complaints.map((complaint) => (
        <span key={complaint} class="complaint-text">
          {texts.difference.complaint} {complaint}
        </span>
      ))}
    </>
  );
}

export function ProjectFieldInput({ name, value, onValue, wrong, complaints, isRequired }: ProjectFieldInputProps) {
  const maxLength = useMaxLength(name);
  const row = findField(name)?.row;
  return (
    <Field
      label={texts.fields.project[name]}
      isWide={row?.kind === 'lines' || wide.includes(name)}
      isRequired={isRequired}
      hint={complaints.length > 0 ? <Hint complaints={complaints} /> : undefined}
      limit={maxLength === undefined ? undefined : { used: value.length, most: maxLength }}
      wrong={wrong}
    >
      {(described) => {
        const given = { ...described, 'data-spot': name };
        if (row?.kind === 'lines') {
          return (
            <textarea
              {...given}
              rows={3}
              maxLength={row.maxChars}
              value={value}
              onInput={({ currentTarget }) => onValue(currentTarget.value)}
            />
          );
        }
        const onInput = ({ currentTarget }: { currentTarget: HTMLInputElement }): void => onValue(currentTarget.value);
        if (row?.kind === 'date') return <input {...given} type="date" value={value} onInput={onInput} />;
        const onChange = (): void => {
          const understood = understand(row?.kind, value).value;
          if (understood !== value) onValue(understood);
        };
        return <input {...given} value={value} autocomplete="off" {...{ onInput, onChange }} />;
      }}
    </Field>
  );
}
