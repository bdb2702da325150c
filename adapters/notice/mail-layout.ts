/**
 * The two forms of a mail. The HTML holds no image, no script, no style sheet and no colour of text or ground: it is
 * read in any client, in the light or the dark, by a screen reader too.
 */
import { htmlLines, markup, type Html } from './html';
import type { NoticeText } from './notice-text';

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

export function toPlainText({ lead, rows, quote, fields, todo, link, footer }: NoticeText): string {
  const parts = [
    lead,
    rows.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    ...(quote ? [`${quote.label}:\n${quoted(quote.text)}`] : []),
    ...(fields.length > 0
      ? [`Fields:\n${quoted(fields.map((field) => `${field.pointer}: ${field.message}`).join('\n'))}`]
      : []),
    `What to do: ${todo}`,
    ...(link === undefined ? [] : [`Open it: ${link}`]),
    `-- \n${footer}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const rule = 'margin: 0 0 16px; padding: 0 0 0 12px; border-left: 3px solid #888888;';

const quoteHtml = (label: string, lines: readonly Html[]): Html =>
  markup`<p style="margin: 0 0 4px;"><b>${label}</b></p>
    <blockquote style="${rule}">${lines}</blockquote>`;

const rowHtml = (label: string, value: string): Html =>
  markup`<tr>
    <th scope="row" align="left" valign="top" style="padding: 2px 16px 2px 0; font-weight: normal;">${label}</th>
    <td valign="top" style="padding: 2px 0;"><b>${value}</b></td>
  </tr>`;

const fieldsHtml = (fields: NoticeText['fields']): Html[] =>
  fields.map(({ pointer, message }) => markup`<code>${pointer}</code>: ${message}<br />`);

const linkHtml = (link: string): Html =>
  markup`<p style="margin: 0 0 24px;">
    <a
      href="${link}"
      style="display: inline-block; padding: 10px 16px; border: 1px solid; border-radius: 4px; font-weight: bold;"
      >Open it in Ledgergate</a
    >
  </p>`;

export const toHtml = ({ subject, lead, rows, quote, fields, todo, link, footer }: NoticeText): string =>
  markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${subject}</title>
      </head>
      <body style="margin: 0; padding: 16px;">
        <div style="max-width: 600px; font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; overflow-wrap: anywhere;">
          <p style="margin: 0 0 16px;">${lead}</p>
          <table cellpadding="0" cellspacing="0" style="margin: 0 0 16px; font-size: 16px; line-height: 1.5;">
            ${rows.map(({ label, value }) => rowHtml(label, value))}
          </table>
          ${quote ? quoteHtml(quote.label, htmlLines(quote.text)) : ''}
          ${fields.length > 0 ? quoteHtml('Fields', fieldsHtml(fields)) : ''}
          <p style="margin: 0 0 16px;"><b>What to do:</b> ${todo}</p>
          ${link === undefined ? '' : linkHtml(link)}
          <p style="margin: 0; font-size: 13px;">${footer}</p>
        </div>
      </body>
    </html> `.text;
