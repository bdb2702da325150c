/** The command of everybody involved: a comment, or a question to the sender. */
import { type Command, summaryFor } from '../command';
import { misuse } from '../failure';
import { act, revisionOptions } from '../writing';
import { defined } from '../../workflows/contract/defined';

export const comment: Command = {
  summary: summaryFor('comment'),
  words: '<project>',
  examples: [
    'ledgergate comment 1042 --question --text "Is the retainage agreed?"',
    'ledgergate comment 1042 --text "Yes, by the contract of May 4."',
  ],
  notes: 'Whoever sent the project answers a question by a comment.',
  options: {
    text: { takes: '<text>', help: 'the comment; required' },
    question: { help: 'ask the sender, who is awaited until there is an answer' },
    ...revisionOptions,
  },
  run: (context) => {
    const { client, given } = context;
    const text = given.text('text');
    if (text === undefined) throw misuse('--text is required', 'write the comment');
    const isQuestion = given.has('question') || undefined;
    return act(context, {
      doing: isQuestion ? 'Ask the sender about' : 'Comment on',
      send: (id, revision, writing) =>
        client.command('comment', id, { revision, text, ...defined({ isQuestion }) }, writing),
    });
  },
};
