/**
 * The body of a chat message: what the mail says, with a link and no buttons, because a decision needs a person whom
 * the API knows. Texts of people are never read as markup.
 */
import type { ChatKind, NoticeContent } from '../../activities/notice-port';
import { toNoticeText, type NoticeText } from './notice-text';

const linkTitle = 'Open in Ledgergate';

/** The lines between the subject and the link. */
const toLines = ({ lead, rows, quote, fields, todo }: NoticeText): string[] => [
  lead,
  ...rows.map(({ label, value }) => `${label}: ${value}`),
  ...(quote ? [`${quote.label}: ${quote.text}`] : []),
  ...fields.map(({ pointer, message }) => `${pointer}: ${message}`),
  todo,
];

/** Slack's own escapes, without which a text could link anywhere or call a whole channel. */
const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A section of plain text has no markup, and holds at most 3,000 characters. */
const slackChars = 3_000;

function toSlack(text: NoticeText): object {
  const plain = (said: string): object => ({
    type: 'section',
    text: { type: 'plain_text', text: said.slice(0, slackChars), emoji: false },
  });
  const link = text.link && { type: 'section', text: { type: 'mrkdwn', text: `<${text.link}|${linkTitle}>` } };
  return {
    // What a notification shows.
    text: escapeSlack(text.subject),
    blocks: [plain(text.subject), plain(toLines(text).join('\n')), ...(link ? [link] : [])],
  };
}

/** A run of text has no markup, unlike a TextBlock. */
const toRun = (text: string, weight: 'default' | 'bolder' = 'default'): object => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, weight }],
});

const toTeams = (text: NoticeText): object => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body: [
          toRun(text.subject, 'bolder'),
          ...toLines(text).map((line) => toRun(line)),
          ...(text.link ? [{ type: 'TextBlock', text: `[${linkTitle}](${text.link})`, wrap: true }] : []),
        ],
      },
    },
  ],
});

const formats: Readonly<Record<ChatKind, (text: NoticeText) => object>> = { slack: toSlack, teams: toTeams };

/** Makes the body, the same text in every attempt. */
export const toChatBody = (kind: ChatKind, told: NoticeContent, publicUrl: string | undefined): string =>
  JSON.stringify(formats[kind](toNoticeText(told, 'approver', publicUrl)));
