/** Notices to tell of, one of each kind. */
import type { NoticeContent } from '../../../activities/notice-port';
import type { NoticeEvent } from '../../../workflows/contract/codes';
import type { Notice } from '../../../workflows/contract/notice';

const common = {
  at: '2026-11-24T13:06:42.000Z',
  companyId: 'acme',
  projectId: '1042',
  runId: 'run-1',
  revision: 2,
  projectName: 'Harbour Street Garage',
  erpName: 'Sage Intacct',
  senderEmail: 'ada@acme.example',
  waitingSince: '2026-11-22T09:00:00.000Z',
} as const;
const ada = { id: 'ada', name: 'Ada Lovelace', channel: 'api' } as const;
const tess = { id: 'tess', name: 'Tess Approver', channel: 'api' } as const;
const exporter = { id: 'ledgergate', channel: 'export' } as const;

export const notices: Readonly<Record<NoticeEvent, Notice>> = {
  submitted: { ...common, event: 'submitted', status: 'awaiting_decision', revision: 1, by: ada },
  resent: { ...common, event: 'resent', status: 'awaiting_decision', by: ada, changes: 3 },
  reminder: { ...common, event: 'reminder', status: 'awaiting_decision', by: ada },
  question: {
    ...common,
    event: 'question',
    status: 'awaiting_decision',
    by: tess,
    comment: 'Is the retainage agreed?\nThe contract says nothing.',
  },
  answered: { ...common, event: 'answered', status: 'awaiting_decision', by: ada, comment: 'Yes, since May 4.' },
  rejected: {
    ...common,
    event: 'rejected',
    status: 'rejected',
    by: tess,
    rejection: {
      reason: 'The customer is not known to us.\nAsk accounting for its code.',
      category: 'customer',
      fields: [{ pointer: '/customer/code', message: 'C-77 does not exist' }],
    },
  },
  exported: {
    ...common,
    event: 'exported',
    status: 'exported',
    by: exporter,
    jobNumber: '24-017',
    receiptIds: { job: 'J-4711' },
  },
  parked: {
    ...common,
    event: 'parked',
    status: 'parked',
    by: exporter,
    jobNumber: '24-017',
    parked: {
      code: 'erp_number_taken',
      message: 'Job 24-017 belongs to another project.',
      remedy: 'An approver retries the export with another job number.',
    },
  },
};

export const noticeContent = (notice: Notice, id = 'notice:run-1:3'): NoticeContent => ({
  id,
  notice,
  companyName: 'Acme Builders',
});
