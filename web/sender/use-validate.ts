/** The rules, asked while somebody types: a moment after the last key. */
import { useEffect, useState } from 'preact/hooks';
import { idPattern } from '../../workflows/contract/names';
import type { Checks } from '../api/answers';
import { post, toShape } from '../api/client';
import { companyPath, useDesk } from '../api/desk';
import { type Finding, fromChecks, fromProblem } from '../model/findings';
import { listCodes } from '../model/pointers';

const isChecks = toShape<Checks>('checks');
const afterMs = 400;

export interface Validation {
  readonly findings: readonly Finding[];
  /** What was found is about an earlier text. */
  readonly isOld: boolean;
}

/** `json`: the document; `projectId`: whose it is, empty while that is not written. */
export function useValidate(json: string, projectId: string): Validation {
  const { companyId, onProblem } = useDesk();
  const [found, setFound] = useState<{ readonly json: string; readonly findings: readonly Finding[] }>();
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const own = idPattern.test(projectId) ? `,"projectId":${JSON.stringify(projectId)}` : '';
      const body = `{"project":${json}${own}}`;
      void post(companyPath(companyId, 'validate'), isChecks, body, undefined, stop.signal).then((answer) => {
        if (stop.signal.aborted) return;
        if ('value' in answer) setFound({ json, findings: fromChecks(answer.value, listCodes(JSON.parse(json))) });
        else if (answer.problem.errors) setFound({ json, findings: fromProblem(answer.problem) });
        else onProblem(answer.problem);
      });
    }, afterMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [companyId, json, projectId, onProblem]);
  return { findings: found?.findings ?? [], isOld: found?.json !== json };
}
