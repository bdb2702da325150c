import { readDraft, writeDraft } from '../../web/model/draft';

const empty = { note: '', number: '24-000' };

test('a draft comes back as it was typed', () => {
  expect(readDraft(writeDraft({ note: 'Not yet said.', number: '24-017' }), empty)).toEqual({
    note: 'Not yet said.',
    number: '24-017',
  });
});

test.each([
  ['nothing', null],
  ['what is no JSON', '{"note'],
  ['what names no form', '{"note":"of before"}'],
  ['the form of another version', '{"form":2,"value":{"note":"of later"}}'],
  ['no object', '{"form":1,"value":"note"}'],
])('of %s the fields are empty', (_what, text) => {
  expect(readDraft(text, empty)).toEqual(empty);
});
