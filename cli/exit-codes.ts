/** The exit codes of the command line and what each tells a script. `docs/cli.md` and `--help` list them from here. */

export const exitCodes = {
  ok: { code: 0, meaning: 'done' },
  refused: {
    code: 1,
    meaning: 'refused by the status, the rules or the validation of the input; nothing was changed',
  },
  usage: { code: 2, meaning: 'the command line, a setting or a file is wrong; nothing was sent' },
  denied: { code: 3, meaning: 'not signed in, the token has expired, or it does not permit this' },
  notFound: { code: 4, meaning: 'there is no such submission, run or company for this token' },
  unknown: {
    code: 5,
    meaning: 'not reached or not confirmed: a command may have been applied; repeat it with the same key',
  },
  timeUp: { code: 6, meaning: 'wait: the timeout has passed' },
  otherEnd: { code: 7, meaning: 'wait: the submission cannot reach the awaited status without a person' },
  fault: { code: 70, meaning: 'an internal error of ledgergate' },
  interrupted: { code: 130, meaning: 'cancelled with Ctrl-C, or with the answer no' },
} as const;
export type Ending = keyof typeof exitCodes;
