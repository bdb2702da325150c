/** A problem as a page, for whoever came to it by browser, such as back from a sign-in. */
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
