/** The rules, asked while somebody types: a moment after the last key. Until then nothing is made of what is typed. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { defined } from '../../workflows/contract/defined';
import { idPattern } from '../../workflows/contract/names';
import type { Checks } from '../api/answers';
import { post, toShape } from '../api/client';
import { companyPath, useDesk } from '../api/desk';
import { type Finding, fromChecks, fromProblem } from '../model/findings';
import { misread, withMisread } from '../model/misread';
import { listCodes } from '../model/pointers';
import { type ProjectDraft, toProject } from '../model/project-draft';

const isChecks = toShape<Checks>('checks');
const afterMs = 400;

interface Found {
  readonly findings: readonly Finding[];
  /** Of the document that was checked. */
  readonly codes: readonly string[];
}

export interface Validation extends Found {
  /** What was found is about an earlier text. */
  readonly isOld: boolean;
}

const nothing: Found = { findings: [], codes: [] };

/** What the rules find in a project that is being written. An id that is not written yet is left out. */
export function useValidate({ projectId, fields, costCodes, customFields }: ProjectDraft): Validation {
  const { companyId, onProblem } = useDesk();
  const [found, setFound] = useState<Found & { readonly of: object }>();
  const typed = useMemo(
    () => ({ projectId, fields, costCodes, customFields, note: '' }),
    [projectId, fields, costCodes, customFields],
  );
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const project = toProject(typed);
      const codes = listCodes(project);
      const id = typed.projectId.trim();
      const body = JSON.stringify({ project, ...defined({ projectId: idPattern.test(id) ? id : undefined }) });
      const take = (findings: readonly Finding[]): void =>
        setFound({ of: typed, findings: withMisread(findings, misread(typed)), codes });
      void post(companyPath(companyId, 'validate'), isChecks, body, undefined, stop.signal).then((answer) => {
        if (stop.signal.aborted) return;
        if ('value' in answer) take(fromChecks(answer.value, codes));
        else if (answer.problem.errors) take(fromProblem(answer.problem));
        else onProblem(answer.problem);
      });
    }, afterMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [companyId, typed, onProblem]);
  return { ...(found ?? nothing), isOld: found?.of !== typed };
}
