import { escapeHtml } from '../html';

/** HTML in which every value is escaped unless it is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const toText = (value: string | Html | readonly Html[]): string => {
  if (typeof value === 'string') return escapeHtml(value);
  return value instanceof Html ? value.text : value.map(({ text }) => text).join('');
};

export const markup = (parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html =>
  new Html(parts.reduce((whole, part, index) => `${whole}${toText(values[index - 1] ?? '')}${part}`));

/** A text of several lines, as lines. */
export const htmlLines = (text: string): Html[] =>
  text.split('\n').map((line, index) => (index === 0 ? markup`${line}` : markup`<br />${line}`));
