/** Chat messages: what the mail says, a link, no buttons, and no markup of people. */
import { toChatBody } from '../../../adapters/notice/chat-body';
import { chatKinds } from '../../../activities/notice-port';
import { noticeEvents } from '../../../workflows/contract/codes';
import { noticeContent, notices } from '../../support/notice/notices';

const read = (kind: (typeof chatKinds)[number], notice = notices.parked, url?: string): string =>
  toChatBody(kind, noticeContent(notice), url);
const hostile = {
  ...notices.question,
  projectName: '<!channel> [win](https://evil.example) *bold*',
  comment: '<https://evil.example|click> & "quote"',
};

describe.each(chatKinds)('%s', (kind) => {
  test.each(noticeEvents)('says of %s what happened and what to do', (event) => {
    const body = read(kind, notices[event], 'https://desk.example');
    expect(body).toContain('Harbour Street Garage');
    expect(body).toContain('https://desk.example/desk/acme/1042');
    expect(body).not.toMatch(/"Action|"button"/);
  });

  test('has no link where the address of the desk is not known', () => {
    expect(read(kind)).not.toContain('Open in Ledgergate');
  });
});

test('Slack reads no markup of people', () => {
  const { text, blocks } = JSON.parse(read('slack', hostile, 'https://desk.example')) as {
    text: string;
    blocks: { text: { type: string; text: string } }[];
  };
  expect(text).not.toMatch(/[<>]/);
  const marked = blocks.filter((block) => block.text.type === 'mrkdwn');
  expect(marked.map((block) => block.text.text)).toEqual(['<https://desk.example/desk/acme/1042|Open in Ledgergate>']);
});

test('Teams reads no markup of people', () => {
  const { attachments } = JSON.parse(read('teams', hostile, 'https://desk.example')) as {
    attachments: { content: { body: { type: string; text?: string }[] } }[];
  };
  const blocks = attachments[0]?.content.body ?? [];
  expect(blocks.filter(({ type }) => type === 'TextBlock').map(({ text }) => text)).toEqual([
    '[Open in Ledgergate](https://desk.example/desk/acme/1042)',
  ]);
  expect(new Set(blocks.map(({ type }) => type))).toEqual(new Set(['RichTextBlock', 'TextBlock']));
});

test('is the same text in every attempt', () => {
  for (const kind of chatKinds) expect(read(kind)).toBe(read(kind));
});
