/** Whatever others wrote, on a terminal it only shows. */
import { harmlessJson, render, status, table } from '../../cli/text';
import { json, startScripted } from '../client/scripted-server';
import { project, stages } from '../support/domain/fixtures';
import { toView } from '../../workflows/domain/view';
import { nearest } from '../../adapters/nearest';
import { call } from './calling';
import { useStarted } from '../support/use-started';

const ours = ['0', '1', '2', '31', '32', '33'];
const escape = '\u001B';

const server = useStarted(() => startScripted());

describe('a text of others', () => {
  test.each([
    ['a colour', `${escape}[31mred`],
    ['a title of the window', `${escape}]0;pwned\u0007`],
    ['a carriage return over the line', 'paid\rnot paid'],
    ['a control sequence in one character', '\u009B2J'],
    ['a turn of the writing direction', 'invoice\u202Efdp.exe'],
    ['a lone surrogate', '\uD800'],
  ])('cannot be %s', (_, text) => {
    expect(render([text], false)).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/u);
  });

  test('of several lines cannot pass for a line of ours', () => {
    expect(render(['reason\n  status     exported'], false)).toBe('reason\n               status     exported\n');
  });

  test('in a submission steers no terminal, in colours or without', async () => {
    const reason = `Fine${escape}[2J${escape}[31m`;
    const rejection = {
      reason,
      by: { id: `a${escape}c`, channel: 'api' },
      at: '2026-03-01T09:30:00.000Z',
      revision: 1,
    };
    const view = { ...toView(stages.rejected, 'run'), project, rejection, actions: {}, links: { self: '/' } };
    server.script(json(view));
    const environment = { LEDGERGATE_URL: server.url, LEDGERGATE_COMPANY: 'acme', LEDGERGATE_TOKEN: 'secret' };
    const plain = await call('show 1042 --timeout', { environment });
    expect(plain.code).toBe(2);
    for (const isColoured of [false, true]) {
      const { code, out } = await call('show 1042', { environment, isColoured });
      expect(code).toBe(0);
      expect(out).toContain('Fine\uFFFD[2J\uFFFD[31m');
      // Our own colours alone.
      expect(ours.reduce((text, code) => text.replaceAll(`${escape}[${code}m`, ''), out)).not.toContain(escape);
      expect(out.includes(escape)).toBe(isColoured);
    }
  });

  test('in JSON on a terminal is the same JSON, written so that it steers nothing', () => {
    const text = JSON.stringify({ name: '\u009B2J\u202Eabc ü' });
    expect(harmlessJson(text)).toBe('{"name":"\\u009b2J\\u202eabc ü"}');
    expect(JSON.parse(harmlessJson(text))).toEqual(JSON.parse(text));
  });
});

describe('our own text', () => {
  test('is coloured only where colours are wanted', () => {
    expect(render([['is ', status('parked')]], true)).toBe(`is ${escape}[31mparked${escape}[0m\n`);
    expect(render([['is ', status('parked')]], false)).toBe('is parked\n');
  });

  test('stands in columns', () => {
    expect(table([['a', 'bbb'], ['aaa']])).toEqual([['a    ', 'bbb  '], ['aaa  ']]);
  });
});

test('what was meant is guessed only when it is near', () => {
  const known = ['status', 'project', 'limit', 'id'];
  expect(nearest('stauts', known)).toBe('status');
  expect(nearest('proj', known)).toBe('project');
  expect(nearest('x', known)).toBeUndefined();
  expect(nearest('colour', known)).toBeUndefined();
});

describe('the timeline', () => {
  const at = '2026-03-01T09:30:00.000Z';
  const ada = { id: 'ada', name: 'Ada Admin', channel: 'api' };
  const show = async (changes: object): Promise<string> => {
    server.script(json({ ...toView(stages.parked, 'run'), project, actions: {}, links: { self: '/' }, ...changes }));
    const environment = { LEDGERGATE_URL: server.url, LEDGERGATE_COMPANY: 'acme', LEDGERGATE_TOKEN: 'secret' };
    return (await call('show 1042 --timeline', { environment })).out;
  };

  test('says of a raw signal that nobody knows who sent it, what it was called and how often it came', async () => {
    const actor = { id: 'accountant', channel: 'signal' };
    const ignored = { at, type: 'ignored', revision: 1, actor, signal: 'rejct', code: 'malformed', times: 3 };
    const out = await show({ timeline: [{ at, type: 'rejected', revision: 1, actor, text: 'No' }, ignored] });
    expect(out).toContain('rejected r1 by accountant (by signal, not verified): No\n');
    expect(out).toContain('ignored r1 by accountant (by signal, not verified): rejct: malformed: 3 times\n');
    expect(await show({ timeline: [{ at, type: 'submitted', revision: 1, actor: ada }] })).not.toContain('verified');
  });

  test('shows the job number, and what a retry changed, before and after', async () => {
    const changes = [{ pointer: '/job/number', before: '24-017', after: '24-018' }];
    const out = await show({
      timeline: [
        { at, type: 'accepted', revision: 1, actor: ada, jobNumber: '24-017' },
        { at, type: 'retried', revision: 1, actor: ada, text: 'It was taken', changes },
        { omitted: 2 },
      ],
    });
    expect(out).toContain('accepted r1 by Ada Admin (ada): job 24-017\n');
    expect(out).toMatch(/retried r1 by Ada Admin \(ada\): It was taken\n +\/job\/number: 24-017 → 24-018\n/);
    expect(out).toContain('2 earlier ones are no longer stored\n');
  });

  test.each([
    [0, '0 attempts'],
    [1, '1 attempt\n'],
    [2, '2 attempts'],
  ])('counts %d attempts of the export', async (attempts, text) => {
    expect(await show({ export: { attempts } })).toContain(text);
  });
});
