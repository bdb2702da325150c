/** What a stale session asked for is sent again once the session is renewed, and the session is renewed once. */
import { ApiProblem } from '../../client/problem';
import type { Asked, Send } from '../../client/transport';
import type { SessionView } from '../../web/api/answers';
import { type Renewed, resendWhenStale, shareRenewal } from '../../web/api/renewing';

const ways = { oidc: true, dev: false };
const signedOut: SessionView = { signedIn: false, ways, ended: { why: 'provider' } };
const signedIn: SessionView = { signedIn: true, actor: { id: 'ada' }, expiresAt: '', companies: {}, ways };
const problem = (status: number, code: string) => ({
  problem: new ApiProblem({ status, code, title: code, detail: code }),
});

let sent: (string | undefined)[];
let renewals: number;
let isStale: boolean;
let renewed: Renewed;
let restIsOver: () => void;

const renew = () =>
  shareRenewal(
    () => {
      renewals += 1;
      isStale = 'problem' in renewed;
      return Promise.resolve(renewed);
    },
    (over) => {
      restIsOver = over;
    },
  );
const api: Send = <T>({ key, read }: Asked<T>) => {
  sent.push(key);
  if (isStale) return Promise.resolve(problem(401, 'session_stale'));
  const value = read({ status: 200, headers: new Headers(), text: 'done' });
  return Promise.resolve(value === undefined ? problem(0, 'unreachable') : { value, text: '' });
};
const accept = (send: Send, key: string) => send({ path: '/accept', json: '{}', key, read: ({ text }) => text });

beforeEach(() => {
  [sent, renewals, isStale, renewed] = [[], 0, true, { value: signedIn }];
});

test('a command is sent again with its key', async () => {
  expect(await accept(resendWhenStale(api, renew()), 'key')).toMatchObject({ value: 'done' });
  expect([sent, renewals]).toEqual([['key', 'key'], 1]);
});

test('what a fresh session asks for is sent once', async () => {
  isStale = false;
  await accept(resendWhenStale(api, renew()), 'key');
  expect([sent, renewals]).toEqual([['key'], 0]);
});

test('many that meet a stale session at once share one renewal', async () => {
  const send = resendWhenStale(api, renew());
  const answers = await Promise.all(['a', 'b', 'c'].map((key) => accept(send, key)));
  expect(answers.map((one) => 'value' in one)).toEqual([true, true, true]);
  expect(renewals).toBe(1);
});

test('each renewal that is needed later is another one', async () => {
  const send = resendWhenStale(api, renew());
  await accept(send, 'a');
  isStale = true;
  await accept(send, 'b');
  expect(renewals).toBe(2);
});

test('without an answer of the provider each is told so, and the next is asked for after a rest', async () => {
  renewed = problem(503, 'provider_unreachable');
  const send = resendWhenStale(api, renew());
  for (const key of ['a', 'b']) expect(await accept(send, key)).toBe(renewed);
  expect([sent, renewals]).toEqual([['a', 'b'], 1]);
  renewed = { value: signedIn };
  restIsOver();
  expect(await accept(send, 'c')).toMatchObject({ value: 'done' });
  expect(renewals).toBe(2);
});

test('after a session that has ended the answer is that of nobody', async () => {
  renewed = { value: signedOut };
  const send = resendWhenStale(api, renew());
  await accept(send, 'a');
  expect([sent, renewals]).toEqual([['a', 'a'], 1]);
});
