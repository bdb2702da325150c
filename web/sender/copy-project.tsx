/** A project that the company already has, as the beginning of a new one. */
import { useEffect, useState } from 'preact/hooks';
import { paths } from '../../client/operations';
import { defined } from '../../workflows/contract/defined';
import type { SubmissionItem, SubmissionList } from '../api/answers';
import { isOutline, isShown, read, toShape } from '../api/client';
import { useDesk } from '../api/desk';
import { useReading } from '../api/reading';
import { Dialog } from '../components/dialog';
import { Notice } from '../components/notice';
import { toCopy } from '../model/copy';
import type { ProjectDraft } from '../model/project-draft';
import { nameHere, valueHere } from '../model/rows';
import { texts } from '../texts';

interface CopyProjectProps {
  readonly onCopy: (copy: ProjectDraft, name: string) => void;
}

const isList = toShape<SubmissionList>('items');
const typedForMs = 300;
const mostShown = 20;

/** The newest run of each project. */
const newestOnly = (items: readonly SubmissionItem[]): SubmissionItem[] =>
  items.filter(({ projectId }, index) => items.findIndex((item) => item.projectId === projectId) === index);

function useFound(typed: string): SubmissionItem[] | undefined {
  const { companyId, onProblem } = useDesk();
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), typedForMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const q = search === '' ? undefined : search;
  const path = paths.submissions(companyId, { limit: mostShown, ...defined({ q }) });
  const { value } = useReading(path, isList, 0, onProblem);
  return value && newestOnly(value.items.filter(({ unreadable }) => !unreadable));
}

interface ChoicesProps {
  readonly found: readonly SubmissionItem[];
  readonly onChoose: (item: SubmissionItem) => void;
}

function Choices({ found, onChoose }: ChoicesProps) {
  if (found.length === 0) return <p>{texts.files.copyNone}</p>;
  return (
    <ul class="choices">
      {found.map((item) => (
        <li key={item.projectId}>
          <button type="button" class="choice" onClick={() => onChoose(item)}>
            <strong>{nameHere(item)}</strong>
            <span class="quiet">
              {[item.projectId, item.number, item.customer?.name, valueHere(item)]
                .filter((part) => part !== undefined)
                .join(' · ')}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function CopyDialog({ onCopy, onClose }: CopyProjectProps & { readonly onClose: () => void }) {
  const { companyId, onProblem } = useDesk();
  const [typed, setTyped] = useState('');
  const [hasFailed, setHasFailed] = useState(false);
  const found = useFound(typed);
  const choose = async ({ projectId }: SubmissionItem): Promise<void> => {
    const answer = await read(paths.submission(companyId, projectId), isShown);
    if ('problem' in answer) onProblem(answer.problem);
    else if (!isOutline(answer.value)) {
      onCopy(toCopy(answer.value.project), answer.value.project.name);
      onClose();
      return;
    }
    setHasFailed(true);
  };
  return (
    <Dialog title={texts.files.copyTitle} onClose={onClose}>
      <label class="field">
        <span>{texts.queue.search}</span>
        <input
          type="search"
          value={typed}
          placeholder={texts.queue.searchFor}
          autocomplete="off"
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </label>
      <div role="status">
        {found ? <Choices {...{ found }} onChoose={(item) => void choose(item)} /> : texts.loading}
      </div>
      {hasFailed && <Notice tone="wrong">{texts.files.copyFailed}</Notice>}
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {texts.cancel}
        </button>
      </div>
    </Dialog>
  );
}

export function CopyProject({ onCopy }: CopyProjectProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div class="buttons">
      <button type="button" onClick={() => setIsOpen(true)}>
        {texts.files.copy}
      </button>
      {isOpen && <CopyDialog {...{ onCopy }} onClose={() => setIsOpen(false)} />}
    </div>
  );
}
