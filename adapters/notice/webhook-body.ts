/** The body of a webhook. Of people it has only the actor's id, neither a name nor an address. */
import type { NoticeContent } from '../../activities/notice-port';
import { defined } from '../../workflows/contract/defined';

/** Makes the body, the same text in every attempt, because receivers may compare it. */
export function toWebhookBody({ notice, companyName }: NoticeContent, publicUrl: string | undefined): string {
  const { event, at, companyId, projectId, runId, revision, status, projectName, erpName, by, waitingSince } = notice;
  const { changes, rejection, comment, parked, jobNumber, receiptIds } = notice;
  return JSON.stringify({
    type: `submission.${event}`,
    timestamp: at,
    data: {
      companyId,
      companyName,
      projectId,
      projectName,
      erpName,
      runId,
      revision,
      status,
      by: { id: by.id, channel: by.channel },
      waitingSince,
      changes,
      rejection,
      comment,
      parked,
      jobNumber,
      receiptIds,
      ...defined({ url: publicUrl === undefined ? undefined : `${publicUrl}/desk/${companyId}/${projectId}` }),
    },
  });
}
