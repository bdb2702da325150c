/** The list as it is filtered, all its pages, as a file for a spreadsheet. */
import { useState } from 'preact/hooks';
import type { SubmissionItem } from '../api/answers';
import { useDesk } from '../api/desk';
import { toListCsv } from '../model/list-csv';
import { rowKey } from '../model/rows';
import { texts } from '../texts';
import { readPage } from './pages';
import type { QueueRows } from './use-queue';

/** So that no list, however long, fills the browser's memory. */
const mostRows = 10_000;

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

export function Download({ path, filter }: Pick<QueueRows, 'path' | 'filter'>) {
  const { companyId, onProblem } = useDesk();
  const [state, setState] = useState<'idle' | 'reading' | 'cut' | 'failed'>('idle');
  const download = async (): Promise<void> => {
    setState('reading');
    // A row that moves while the pages are read is in the file once.
    const rows = new Map<string, SubmissionItem>();
    let cursor: string | undefined;
    do {
      const answer = await readPage(path, cursor);
      if ('problem' in answer) {
        onProblem(answer.problem);
        setState('failed');
        return;
      }
      for (const item of answer.value.items) rows.set(rowKey(item), item);
      cursor = answer.value.next;
    } while (cursor !== undefined && rows.size < mostRows);
    save(toListCsv([...rows.values()]), `${companyId}-${filter}-${new Date().toISOString().slice(0, 10)}.csv`);
    setState(cursor === undefined ? 'idle' : 'cut');
  };
  return (
    <div class="download">
      <button type="button" class="plain" disabled={state === 'reading'} onClick={() => void download()}>
        {state === 'reading' ? texts.loading : texts.queue.download}
      </button>
      <p role="status">
        {state === 'cut' && texts.queue.downloadCut(mostRows)}
        {state === 'failed' && texts.queue.downloadFailed}
      </p>
    </div>
  );
}
