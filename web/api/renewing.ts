/** How a session is renewed, without the browser: once for all who need it, and then what they wanted is sent again. */
import type { ApiProblem } from '../../client/problem';
import type { Send } from '../../client/transport';
import type { SessionView } from './answers';

export type Renewed = { readonly value: SessionView } | { readonly problem: ApiProblem };
export type Renew = () => Promise<Renewed>;

/**
 * All who ask in the meantime get the same answer, and after a failure also those who ask before `rest` is over.
 * `rest` calls back then.
 */
export function shareRenewal(ask: Renew, rest: (over: () => void) => void): Renew {
  let last: Promise<Renewed> | undefined;
  return () => {
    if (last) return last;
    const asked = ask();
    last = asked;
    void asked.then((renewed) => {
      const forget = (): void => {
        last = undefined;
      };
      if ('value' in renewed) forget();
      else rest(forget);
    });
    return asked;
  };
}

/** What a stale session asked for was not done: it is sent again, with the same key, once the session is renewed. */
export const resendWhenStale =
  (send: Send, renew: Renew): Send =>
  async (asked) => {
    const answer = await send(asked);
    if (!('problem' in answer) || answer.problem.code !== 'session_stale') return answer;
    const renewed = await renew();
    return 'value' in renewed ? send(asked) : renewed;
  };
