/** A JSON file, dropped anywhere on the form or chosen. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { limits } from '../../workflows/contract/limits';
import { Notice } from '../components/notice';
import { fromJson } from '../model/dropped';
import type { ProjectDraft } from '../model/project-draft';
import { texts } from '../texts';

interface DropProps {
  readonly onDraft: (draft: ProjectDraft) => void;
  readonly children: ComponentChildren;
}

interface Said {
  readonly tone: 'good' | 'wrong' | 'attention';
  readonly text: string;
}

async function taken(file: File, onDraft: DropProps['onDraft']): Promise<Said> {
  if (file.size > 2 * limits.documentBytes) return { tone: 'wrong', text: texts.sender.tooBig };
  const dropped = fromJson(await file.text());
  if ('isJson' in dropped) return { tone: 'wrong', text: texts.sender.noJson(file.name) };
  onDraft(dropped.draft);
  if (dropped.unknown.length === 0) return { tone: 'good', text: texts.sender.taken(file.name) };
  return { tone: 'attention', text: texts.sender.unknown(dropped.unknown.join(', ')) };
}

export function Drop({ onDraft, children }: DropProps) {
  const [said, setSaid] = useState<Said>();
  const [isOver, setIsOver] = useState(false);
  const take = (file: File | undefined): void => {
    if (file) void taken(file, onDraft).then(setSaid);
  };
  return (
    <div
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        take(event.dataTransfer?.files[0]);
      }}
    >
      <label class="file">
        <span>{texts.sender.drop}</span>
        <input
          type="file"
          accept="application/json,.json"
          onChange={({ currentTarget }) => {
            take(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
      </label>
      {said && (
        <Notice tone={said.tone}>
          <p>{said.text}</p>
        </Notice>
      )}
      {children}
    </div>
  );
}
