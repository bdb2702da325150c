/** A short page without scripts, for a person whose browser reached an address at which the desk cannot help. */
import { escapeHtml } from '../../adapters/html';

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
<title>${escapeHtml(title)} · Ledgergate</title>
<link rel="stylesheet" href="/docs.css">
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<p>${links.map(({ href, text }) => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`).join(' · ')}</p>
</main>
</body>
</html>
`;
