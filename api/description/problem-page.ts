/** Shows a problem as a page, for example to a person who comes back from a sign-in. */
import { toHtml } from './plain-page';
import { problemKinds } from '../problem-kinds';
import type { Problem } from '../problems';

export const problemPage = ({ code, detail }: Problem): string =>
  toHtml({
    title: problemKinds[code].title,
    lines: [detail],
    links: [
      { href: '/', text: 'To the desk' },
      { href: `/docs#problem-${code}`, text: `What ${code} means` },
    ],
  });
