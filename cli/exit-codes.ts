/** What the exit code tells a script; `docs/cli.md` has the same list. */

export const exitCodes = {
  ok: { code: 0, meaning: 'done' },
  refused: {
    code: 1,
    meaning: 'refused: by the state, the rules, or because the input does not fit; nothing was changed',
  },
  usage: { code: 2, meaning: 'the command line, a setting or a file is wrong; nothing was sent' },
  denied: { code: 3, meaning: 'not signed in, the token has expired, or it does not permit this' },
  notFound: { code: 4, meaning: 'there is no such submission, run or company for this token' },
  unknown: {
    code: 5,
    meaning: 'not reached or not confirmed: a command may have been applied; repeat it with the same key',
  },
  timeUp: { code: 6, meaning: 'wait: the time is up' },
  otherEnd: { code: 7, meaning: 'wait: it went another way, and what was waited for will not come by itself' },
  fault: { code: 70, meaning: 'a fault of ledgergate itself' },
  interrupted: { code: 130, meaning: 'given up with Ctrl-C, or by the answer no' },
} as const;
export type Ending = keyof typeof exitCodes;
