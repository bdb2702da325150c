/** A file of the project, dropped anywhere on the form or chosen; templates for it, and earlier projects to copy. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Draft } from '../api/draft';
import type { ProjectDraft } from '../model/project-draft';
import { texts } from '../texts';
import { CopyProject } from './copy-project';
import { ImportNotice } from './import-notice';
import type { Importing } from './use-import';

interface ImportFileProps {
  readonly importing: Importing;
  readonly draft: Draft<ProjectDraft>;
  /** No earlier project can be copied over one that was submitted before. */
  readonly canCopy: boolean;
  readonly children: ComponentChildren;
}

function Templates() {
  return (
    <p class="quiet">
      {texts.files.toFill}
      {['xlsx', 'csv'].map((kind) => (
        <a key={kind} href={`/assets/project-template.${kind}`} download="">
          {texts.files.template(kind.toUpperCase())}
        </a>
      ))}
    </p>
  );
}

export function ImportFile({ importing, draft, canCopy, children }: ImportFileProps) {
  const [isOver, setIsOver] = useState(false);
  const take = (file: File | undefined): void => {
    if (file) void importing.takeFile(file);
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
      <div class="import">
        <label class="file">
          <span>{texts.files.choose}</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,.xlsx,.xlsm,.json"
            onChange={({ currentTarget }) => {
              take(currentTarget.files?.[0]);
              currentTarget.value = '';
            }}
          />
        </label>
        <Templates />
        {canCopy && <CopyProject onCopy={importing.takeCopy} />}
      </div>
      <ImportNotice {...{ importing, draft }} where="file" />
      {children}
    </div>
  );
}
