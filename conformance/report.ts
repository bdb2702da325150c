/** The report, for the people who made the server. */
import type { Finding } from './result';

const width = 96;
const indent = ' '.repeat(10);

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `${indent}${line}`);
}

const labels: Readonly<Record<Finding['result'], string>> = {
  kept: 'kept',
  broken: 'BROKEN',
  'not tried': '-',
  failed: 'FAILED',
};

export function formatLine({ title, why, result, message }: Finding): string {
  const head = `${labels[result].padEnd(indent.length)}${title}`;
  const found = message === undefined ? [] : wrapped(message);
  return [head, ...found, ...(result === 'broken' ? wrapped(`Why it matters: ${why}`) : [])].join('\n');
}

export function formatHead(url: string, prefix: string): string {
  return [
    `Testing the http protocol of Ledgergate on ${url}`,
    `Every reference of this run begins with ${prefix}. Remove these records afterwards.`,
    '',
  ].join('\n');
}

export function formatTotals(findings: readonly Finding[]): string {
  const count = (result: Finding['result']): number => findings.filter((each) => each.result === result).length;
  const parts = [
    `${findings.length} promises`,
    `${count('kept')} kept`,
    `${count('broken')} broken`,
    ...(count('failed') > 0 ? [`${count('failed')} could not be tested to the end`] : []),
    ...(count('not tried') > 0 ? [`${count('not tried')} not tested`] : []),
  ];
  return `\n${parts.join(', ')}.`;
}
