/** A page of a few words for a person who came by browser to where the desk cannot help. No script. */
const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? '');

export interface PlainPage {
  readonly title: string;
  readonly lines: readonly string[];
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

export const toHtml = ({ title, lines, links }: PlainPage): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · Ledgergate</title>
<link rel="stylesheet" href="/docs.css">
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${lines.map((line) => `<p>${escape(line)}</p>`).join('\n')}
<p>${links.map(({ href, text }) => `<a href="${escape(href)}">${escape(text)}</a>`).join(' · ')}</p>
</main>
</body>
</html>
`;
