/** What the sender is to correct that has no place in the document: fields that it lacks, and those of an older revision. */
import { limits } from '../../workflows/contract/limits';
import type { Project } from '../../workflows/contract/project';
import { Field } from '../components/field';
import { toLabel } from '../model/pointers';
import { hasPlace, listMissing } from '../model/reject';
import { texts } from '../texts';
import { ComplaintField } from './complaint';
import { useRejecting } from './rejecting';

export function RejectFields({ project }: { readonly project: Project }) {
  const { draft, complain } = useRejecting();
  const { fields } = draft.value;
  const placeless = fields.filter(({ pointer }) => !hasPlace(project, pointer));
  const missing = listMissing(project, fields);
  return (
    <div class="reject-fields">
      <p class="hint">{texts.decide.fieldsHint}</p>
      {placeless.map(({ pointer }) => (
        <ComplaintField key={pointer} pointer={pointer} />
      ))}
      {missing.length > 0 && fields.length < limits.rejectionFields && (
        <Field label={texts.decide.missing}>
          {(given) => (
            <select {...given} value="" onChange={({ currentTarget }) => complain(currentTarget.value)}>
              <option value="">{texts.decide.addMissing}</option>
              {missing.map((pointer) => (
                <option key={pointer} value={pointer}>
                  {toLabel(pointer)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </div>
  );
}
