/** What is imported into the draft: from a file, a paste or an earlier project, as one step that can be undone. */
import { useRef, useState } from 'preact/hooks';
import { limits } from '../../workflows/contract/limits';
import { projectFields } from '../../workflows/contract/pointers';
import type { Draft } from '../api/draft';
import { ask } from '../api/file-reader';
import type { FileAnswer } from '../files/read';
import { fileLimits } from '../model/cells';
import { fromJson } from '../model/dropped';
import type { FileContent } from '../model/file-content';
import { describeMerged, describeNotes, describeRows, listWritten } from '../model/import-words';
import { merge, type Merged } from '../model/merge';
import { paste, type Place } from '../model/paste';
import type { ProjectDraft } from '../model/project-draft';
import { texts } from '../texts';

/** Beside what the outcome is shown. */
type Where = 'file' | 'paste';

export interface Done {
  readonly before: ProjectDraft;
  readonly sentence: string;
  readonly notes: readonly string[];
  readonly others: Merged['others'];
  /** What was undone. */
  readonly undone?: ProjectDraft;
}

export type Outcome = { readonly where: Where } & (
  { readonly isReading: true } | { readonly fault: string } | { readonly done: Done }
);

export interface Importing {
  readonly outcome: Outcome | undefined;
  readonly takeFile: (file: File) => Promise<void>;
  readonly takePaste: (text: string, place: Place) => Promise<void>;
  /** An earlier project takes the place of the draft. */
  readonly takeCopy: (copy: ProjectDraft, name: string) => void;
  /** Back to before the import, or again to after it, with what was typed since. */
  readonly undo: () => void;
  readonly redo: () => void;
}

const isJson = ({ name, type }: File): boolean => type === 'application/json' || name.toLowerCase().endsWith('.json');

interface ImportProps {
  readonly draft: Draft<ProjectDraft>;
  /** Of the project, if the draft is of one that was submitted before. */
  readonly id: string | undefined;
  /** A field was written, or the whole of a list. */
  readonly onWritten: (pointer: string) => void;
}

export function useImport({ draft, id, onWritten }: ImportProps): Importing {
  const [outcome, setOutcome] = useState<Outcome>();
  // A file is read while somebody goes on typing.
  const latest = useRef(draft);
  latest.current = draft;

  const fail = (where: Where, fault: string): void => setOutcome({ where, fault });
  const put = (where: Where, next: ProjectDraft, done: Omit<Done, 'before'>, written: readonly string[]): void => {
    const { value: before, set } = latest.current;
    const count = next.costCodes.length;
    if (count > limits.costCodes) {
      fail(where, texts.files.tooManyCodes(count, limits.costCodes));
      return;
    }
    set(next);
    written.forEach(onWritten);
    setOutcome({ where, done: { ...done, before } });
  };
  const replace = (next: ProjectDraft, sentence: string, notes: readonly string[]): void => {
    const { note } = latest.current.value;
    const kept = { ...next, note, projectId: id ?? next.projectId };
    put('file', kept, { sentence, notes, others: new Set() }, [...projectFields, '/costCodes', '/customFields']);
  };
  const putContent = (where: Where, name: string, content: FileContent): void => {
    const merged = merge(latest.current.value, content, id !== undefined);
    const notes = describeNotes(content, id);
    const { draft: next, others } = merged;
    put(where, next, { sentence: describeMerged(name, merged), notes, others }, listWritten(content));
  };
  const takeAnswer = (where: Where, name: string, answer: FileAnswer, place?: Place): void => {
    if ('fault' in answer) fail(where, `${name}: ${texts.files.faults[answer.fault]}`);
    else if ('content' in answer) putContent(where, name, answer.content);
    else if (place) {
      const { value } = latest.current;
      const { costCodes, ...counts } = paste(value.costCodes, answer.rows, place);
      const done = { sentence: describeRows(name, counts), notes: [], others: new Set<never>() };
      put(where, { ...value, costCodes }, done, ['/costCodes']);
    }
  };
  const takeJson = (name: string, text: string): void => {
    const dropped = fromJson(text);
    if ('isJson' in dropped) fail('file', `${name}: ${texts.files.faults.not_readable}`);
    else {
      const notes = dropped.unknown.length > 0 ? [texts.files.notes.unknownFields(dropped.unknown.join(', '))] : [];
      replace(dropped.draft, texts.files.replaced(name), notes);
    }
  };
  const takeFile = async (file: File): Promise<void> => {
    if (file.size > fileLimits.bytes) {
      fail('file', `${file.name}: ${texts.files.faults.too_big}`);
      return;
    }
    setOutcome({ where: 'file', isReading: true });
    if (isJson(file)) takeJson(file.name, await file.text());
    else takeAnswer('file', file.name, await ask({ bytes: await file.arrayBuffer() }));
  };
  const swap = (isUndo: boolean): void => {
    if (!outcome || !('done' in outcome)) return;
    const { undone, ...done } = outcome.done;
    const { value, set } = latest.current;
    set(isUndo ? done.before : (undone ?? value));
    setOutcome({ where: outcome.where, done: isUndo ? { ...done, undone: value } : done });
  };
  return {
    outcome,
    takeFile,
    takePaste: async (text, place) => takeAnswer('paste', texts.files.pasted, await ask({ text }), place),
    takeCopy: (copy, name) => replace(copy, texts.files.copied(name), []),
    undo: () => swap(true),
    redo: () => swap(false),
  };
}
