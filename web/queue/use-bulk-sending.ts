/** One command after another, each with its own key and its own result: one that is refused stops no other. */
import { useRef, useState } from 'preact/hooks';
import { paths } from '../../client/operations';
import { isStanding } from '../../client/outline';
import type { ProblemDetails, SubmissionItem } from '../api/answers';
import { post } from '../api/client';
import { createIntents, type Intents } from '../api/intent';
import { rowKey } from '../model/rows';
import type { BulkName } from './use-bulk';

export type Result = { readonly isDone: true } | { readonly problem: ProblemDetails };

export interface BulkSending {
  readonly isSending: boolean;
  readonly results: ReadonlyMap<string, Result>;
  /** What was done before is not sent again. */
  readonly send: (items: readonly SubmissionItem[], fields: object) => Promise<void>;
}

async function sendOne(name: BulkName, item: SubmissionItem, fields: object, intents: Intents): Promise<Result> {
  const { companyId, projectId, revision } = item;
  const path = paths.command(companyId, projectId, name);
  const body = JSON.stringify({ revision, ...fields });
  const answer = await post(path, isStanding, body, intents.keyFor(path, body));
  return 'value' in answer ? { isDone: true } : answer;
}

export function useBulkSending(name: BulkName): BulkSending {
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map());
  const [isSending, setIsSending] = useState(false);
  const intents = useRef(new Map<string, Intents>());
  const send = async (items: readonly SubmissionItem[], fields: object): Promise<void> => {
    setIsSending(true);
    for (const item of items) {
      const key = rowKey(item);
      const before = results.get(key);
      if (before && 'isDone' in before) continue;
      const own = intents.current.get(key) ?? createIntents(() => crypto.randomUUID());
      intents.current.set(key, own);
      const result = await sendOne(name, item, fields, own);
      setResults((all) => new Map([...all, [key, result]]));
    }
    setIsSending(false);
  };
  return { isSending, results, send };
}
