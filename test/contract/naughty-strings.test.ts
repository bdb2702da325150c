/** Several hundred troublesome texts, through every place where a text comes in or goes out. */
import { toCell } from '../../workflows/contract/csv';
import { toHtml, toPlainText } from '../../adapters/notice/mail-layout';
import { toNoticeText } from '../../adapters/notice/notice-text';
import { timelineLines, viewLines } from '../../cli/show';
import { harmlessJson, render } from '../../cli/text';
import { commandBodies } from '../../workflows/contract/commands';
import { Project } from '../../workflows/contract/project';
import { findIdentifierFault, findProseFault, identifierKey, normalizeText } from '../../workflows/contract/text';
import { SubmissionState } from '../../workflows/contract/view';
import { describeState } from '../../workflows/domain/describe';
import { toProject } from '../../workflows/domain/read-project';
import { parseSignal } from '../../workflows/domain/parse';
import { Malformed } from '../../workflows/domain/read';
import { toView } from '../../workflows/domain/view';
import { parkedAs, play, project, stages } from '../support/domain/fixtures';
import { naughtyStrings } from '../support/domain/naughty-strings';
import { notices, noticeContent } from '../support/notice/notices';

/** What no reader may ever get from us but in JSON: it steers, breaks a line, or turns what follows. */
const harm = /(?!\n)[\p{Cc}\p{Cs}]|[\u202a-\u202e\u2066\u2067]/u;

const isTaken = (work: () => unknown): boolean => {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
};

const isBalanced = (text: string): boolean => {
  let open = 0;
  for (const char of text) {
    if (char === '\u2068') open += 1;
    if (char === '\u2069') open -= 1;
    if (char === '\n' && open !== 0) return false;
  }
  return open === 0;
};

test('are several hundred', () => {
  expect(naughtyStrings.length).toBeGreaterThan(400);
});

test('a document takes each in its kind or says why, the workflow as the edge, and keeps it', () => {
  for (const text of naughtyStrings) {
    for (const changes of [
      { name: text },
      { number: text },
      { description: text },
      { customFields: { [text]: text } },
    ]) {
      const document = { ...project, ...changes };
      const parsed = Project.safeParse(document);
      if (!parsed.success) expect(parsed.error.issues[0]?.message).toMatch(/./);
      else expect(toProject(parsed.data)).toEqual(parsed.data);
      if (parsed.success) expect(Project.parse(parsed.data)).toEqual(parsed.data);
    }
  }
});

test('a reason is taken by the signal as by the API, and read the same', () => {
  for (const reason of naughtyStrings) {
    const parsed = commandBodies.reject.safeParse({ revision: 1, reason });
    const signal = () => parseSignal('reject', [{ by: 'tess', reason }]);
    expect(isTaken(signal)).toBe(parsed.success);
    if (parsed.success) expect(signal().command).toEqual({ type: 'reject', reason: parsed.data.reason });
  }
});

test('an identifier that is taken has a key, and what is taken is seen', () => {
  for (const text of naughtyStrings) {
    if (findIdentifierFault(text.trim()) !== undefined) continue;
    expect(identifierKey(text)).not.toBe('');
    expect(findProseFault(normalizeText(text))).toBeUndefined();
    expect(normalizeText(text)).not.toMatch(/\p{Default_Ignorable_Code_Point}/u);
  }
});

test('a cell of CSV is one cell, is no formula, and has the text as it is', () => {
  for (const text of naughtyStrings) {
    const cell = toCell(text);
    const isQuoted = /^"(?:[^"]|"")*"$/.test(cell);
    expect(isQuoted || !/[",;\r\n]/.test(cell)).toBe(true);
    const read = isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell;
    expect(read).not.toMatch(/^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
    expect([text, `'${text}`]).toContain(read);
  }
});

test('a mail shows it on one line, in markup that is none, isolated', () => {
  for (const text of naughtyStrings) {
    const notice = { ...notices.rejected, projectName: text, reason: text };
    const mail = toNoticeText(
      noticeContent({ ...notice, by: { id: text, channel: 'api' } }),
      'sender',
      'https://desk.example',
    );
    const plain = toPlainText(mail);
    expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(plain).not.toMatch(harm);
    expect(isBalanced(plain)).toBe(true);
    const html = toHtml(mail);
    expect(html).not.toMatch(harm);
    expect(/<script|<img|<svg|<style>|<base/i.exec(html)).toBeNull();
  }
});

test('the command line and the Temporal UI only show it, isolated', () => {
  for (const text of naughtyStrings) {
    const parked = play(
      stages.exporting,
      parkedAs('erp_refused', { message: text, fields: [{ pointer: text, message: text }] }),
    );
    const state = { ...parked, project: { ...project, name: text, number: text } };
    const details = describeState(state);
    expect(details).not.toMatch(harm);
    expect(isBalanced(details)).toBe(true);

    const view = { ...toView(state, 'run-1'), actions: {}, links: { self: '/' } } as never;
    const shown = render([...viewLines(view), ...timelineLines(view)], false);
    expect(shown).not.toMatch(harm);
    expect(isBalanced(shown)).toBe(true);
    expect(harmlessJson(JSON.stringify(text))).not.toMatch(harm);
    expect(JSON.parse(harmlessJson(JSON.stringify(text)))).toBe(text);
  }
});

test('what an ERP says is shown in a view that fits its schema', () => {
  for (const text of naughtyStrings) {
    const fields = [{ pointer: text, message: text }];
    const view = toView(play(stages.exporting, parkedAs('erp_refused', { fields })), 'run-1');
    expect(SubmissionState.safeParse(view).error).toBeUndefined();
  }
});

test('words written from right to left are isolated, others are left alone', () => {
  const named = (name: string): string =>
    render(
      viewLines({ ...toView(stages.exporting, 'run-1'), project: { ...project, name }, actions: {} } as never),
      false,
    );
  expect(named('\u05e9\u05dc\u05d5\u05dd (1)')).toContain('\u2068\u05e9\u05dc\u05d5\u05dd (1)\u2069');
  expect(named('Riverside (1)')).not.toMatch(/[\u2068\u2069]/);
});
