import type { MailRole } from '../../../activities/notice-port';
import { toHtml, toPlainText } from '../../../adapters/notice/mail-layout';
import { toNoticeText } from '../../../adapters/notice/notice-text';
import { noticeEvents, type NoticeEvent } from '../../../workflows/contract/codes';
import type { Notice } from '../../../workflows/contract/notice';
import { notices, noticeContent } from '../../support/notice/notices';

const publicUrl = 'https://desk.example';
const renderText = (notice: Notice, role: MailRole = 'approver', url: string | undefined = publicUrl) =>
  toNoticeText(noticeContent(notice), role, url);
const plain = (notice: Notice, role?: MailRole): string => toPlainText(renderText(notice, role));
const html = (notice: Notice, role?: MailRole): string => toHtml(renderText(notice, role));

test('the mail of a rejection says who, when, why, which fields, and what to do', () => {
  expect(plain(notices.rejected, 'sender')).toBe(`The project was rejected and is not in Sage Intacct.

Project: Harbour Street Garage (1042)
Company: Acme Builders
Revision: 2
Rejected by: Tess Approver (tess)
When: 2026-11-24 13:06 UTC
Category: customer

Reason:
> The customer is not known to us.
> Ask accounting for its code.

Fields:
> /customer/code: C-77 does not exist

What to do: Correct the project and resend it, or withdraw it.

Open it: https://desk.example/desk/acme/1042

-- 
You get this mail because you sent this revision.
`);
});

describe('the subject names the event, the project and the revision', () => {
  test.each<[NoticeEvent, string]>([
    ['submitted', 'Submitted: Harbour Street Garage (1042), revision 1'],
    ['resent', 'Resent: Harbour Street Garage (1042), revision 2'],
    ['reminder', 'Still waiting: Harbour Street Garage (1042), revision 2'],
    ['rejected', 'Rejected: Harbour Street Garage (1042), revision 2'],
    ['exported', 'Exported: Harbour Street Garage (1042), revision 2'],
    ['parked', 'Parked: Harbour Street Garage (1042), revision 2'],
  ])('%s', (event, subject) => {
    expect(renderText(notices[event]).subject).toBe(subject);
  });
});

describe('a mail holds what its reader needs', () => {
  test.each<[string, NoticeEvent, string[]]>([
    ['who submitted it and when', 'submitted', ['Submitted by: Ada Lovelace (ada)', 'When: 2026-11-24 13:06 UTC']],
    ['how much changed in a resent one', 'resent', ['3 fields have changed', 'Resent by: Ada Lovelace (ada)']],
    [
      'since when it waits, and that waiting accepts nothing',
      'reminder',
      ['Waiting since: 2026-11-22 09:00 UTC', 'still awaits your decision', 'Nothing is accepted automatically'],
    ],
    ['the job number and the ids in the ERP', 'exported', ['Job number: 24-017', 'In the ERP: job: J-4711']],
    [
      'why it is parked and what can be done',
      'parked',
      [
        '> Job 24-017 belongs to another project.',
        'What to do: An approver retries the export with another job number.',
      ],
    ],
  ])('%s', (_, event, parts) => {
    for (const part of parts) expect(plain(notices[event])).toContain(part);
  });

  test.each<[MailRole, string]>([
    ['approver', 'You get this mail because your address is listed among the approvers of Acme Builders.'],
    ['operator', 'You get this mail because your address is listed among the operators of Acme Builders.'],
    ['sender', 'You get this mail because you sent this revision.'],
  ])('and why an %s gets it', (role, footer) => {
    expect(plain(notices.exported, role)).toContain(footer);
    expect(html(notices.exported, role)).toContain(footer);
  });

  test('no link where nobody said under which address the desk is reached', () => {
    const text = toNoticeText(noticeContent(notices.parked), 'operator', undefined);
    expect(toPlainText(text)).not.toContain('http');
    expect(toHtml(text)).not.toContain('<a');
  });

  test('no actor where the export did it, and the person where it was booked by hand', () => {
    expect(plain(notices.exported)).not.toContain('Booked by hand');
    const byHand: Notice = { ...notices.exported, by: { id: 'olga', channel: 'api' } };
    expect(plain(byHand)).toContain('Booked by hand by: olga');
  });

  test('that nobody verified who sent a signal', () => {
    const bySignal: Notice = { ...notices.rejected, by: { id: 'somebody', channel: 'signal' } };
    expect(plain(bySignal)).toContain('Rejected by: somebody, by a signal whose sender is not verified');
  });
});

describe('the HTML', () => {
  test.each(noticeEvents)('of %s says all that the text says', (event) => {
    const { lead, rows, quote, fields, todo, link, footer } = renderText(notices[event]);
    const visible = html(notices[event])
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ');
    const said = [lead, ...rows.flatMap(({ label, value }) => [label, value]), ...(quote?.text.split('\n') ?? [])];
    for (const part of [...said, ...fields.flatMap(Object.values), todo, footer]) expect(visible).toContain(part);
    expect(html(notices[event])).toContain(`href="${link ?? ''}"`);
  });

  test.each(noticeEvents)('of %s loads nothing, runs nothing and sets no colour of text or ground', (event) => {
    expect(html(notices[event])).not.toMatch(/<img|<script|<link|<style|<iframe|url\(|[^-]color:|background/i);
    expect(html(notices[event])).toContain('<meta name="color-scheme" content="light dark" />');
  });
});

/** Each place in a notice that holds a text of others. */
const places: [string, (text: string) => Notice][] = [
  ['the name of the project', (text) => ({ ...notices.submitted, projectName: text })],
  ['the name of the ERP', (text) => ({ ...notices.submitted, erpName: text })],
  ['the id of who acted', (text) => ({ ...notices.submitted, by: { id: text, channel: 'signal' } })],
  ['the name of who acted', (text) => ({ ...notices.submitted, by: { id: 'ada', name: text, channel: 'api' } })],
  ['the reason', (text) => ({ ...notices.rejected, rejection: { reason: text } })],
  ['the category', (text) => ({ ...notices.rejected, rejection: { reason: 'No', category: text } })],
  [
    'a pointer',
    (text) => ({ ...notices.rejected, rejection: { reason: 'No', fields: [{ pointer: text, message: 'x' }] } }),
  ],
  [
    'the message to a field',
    (text) => ({ ...notices.rejected, rejection: { reason: 'No', fields: [{ pointer: '/name', message: text }] } }),
  ],
  [
    "the ERP's words",
    (text) => ({ ...notices.parked, parked: { code: 'erp_refused', message: text, remedy: 'Retry.' } }),
  ],
  ['the remedy', (text) => ({ ...notices.parked, parked: { code: 'erp_refused', message: 'No', remedy: text } })],
  ['the job number', (text) => ({ ...notices.exported, jobNumber: text })],
  ['the name of an id in the ERP', (text) => ({ ...notices.exported, receiptIds: { [text]: '1' } })],
  ['an id in the ERP', (text) => ({ ...notices.exported, receiptIds: { job: text } })],
];
/** These have no more than 64 characters. */
const ids: typeof places = [
  ['the id of the project', (text) => ({ ...notices.exported, projectId: text })],
  ['the id of the company', (text) => ({ ...notices.exported, companyId: text })],
];

describe('nothing that others wrote escapes its place', () => {
  const tags = '<b onload="x">&amp;\'</b><script>1</script><a href="https://evil.example">';

  test.each([...places, ...ids])('%s opens no tag and ends no attribute', (_, put) => {
    const bare = html(put('')).match(/<[a-z!/]/gi)?.length;
    expect(html(put(tags)).match(/<[a-z!/]/gi)).toHaveLength(bare ?? 0);
    expect(html(put(tags))).not.toMatch(/onload="|"https:\/\/evil/);
  });

  test.each([...places, ...ids])('%s cannot pass for a line of ours, nor turn the direction of the text', (_, put) => {
    const text = renderText(put('x\r\nWhat to do: pay\u2028What to do: pay\u202Egnp\u0007'));
    expect(text.subject).not.toMatch(/[\r\n\u2028]/);
    expect(toPlainText(text)).not.toMatch(/^What to do: pay/m);
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    expect(toPlainText(text)).not.toMatch(/[\r\u2028\u202E\u0007]/);
    expect(toHtml(text)).not.toMatch(/[\u2028\u202E]/);
  });

  test('the longest texts make a mail that is no bigger than a mail should be', () => {
    const long = 'x'.repeat(100_000);
    for (const [, put] of places) expect(html(put(long)).length).toBeLessThan(20_000);
  });
});
