import type { Company } from '../../../adapters/companies/companies';
import { CompaniesFolder, removeCompaniesFolders } from '../../support/companies-folder';

afterAll(removeCompaniesFolders);

const file = (notify: string, policy = '{ rawSignals: all }'): CompaniesFolder =>
  new CompaniesFolder(`companies:
  acme:
    name: Acme Builders
    integration: { erp: sage-intacct, adapter: file-drop, directory: erp/acme }
    policy: ${policy}
${notify === '' ? '' : `    notify: ${notify}\n`}`);

function read(notify: string, policy?: string): Company {
  const company = file(notify, policy).open().find('acme');
  if (!company) throw new Error('acme is not there');
  return company;
}

const all = ['submitted', 'resent', 'reminder', 'question', 'answered', 'rejected', 'exported', 'parked'];
const reminding = '{ rawSignals: all, remindAfter: 48h }';

describe('who is told', () => {
  test('is nobody unless the company says so, and nothing of it is frozen into a submission', () => {
    const { notify, policy } = read('');
    expect(notify).toBeUndefined();
    expect(policy).toEqual({ fourEyes: true, exportForMs: 86_400_000, rawSignals: 'all' });
  });

  test('is told of everything unless the company names events', () => {
    const { notify, policy } = read('{ approvers: [tess@acme.example], operators: [olga@acme.example] }');
    expect(notify).toEqual({ approvers: ['tess@acme.example'], operators: ['olga@acme.example'], events: all });
    expect(policy.notices).toEqual(all);
  });

  test('is told of the events it names, in the order in which a submission meets them', () => {
    const { notify, policy } = read('{ approvers: [t@acme.example], events: [parked, submitted, parked] }');
    expect(policy.notices).toEqual(['submitted', 'parked']);
    expect(notify?.events).toEqual(['submitted', 'parked']);
  });

  test('may be the senders alone', () => {
    expect(read('{}').notify).toEqual({ approvers: [], operators: [], events: all });
  });

  test('may be another system, by a webhook whose secret has the name of its variable', () => {
    const webhook = '{ webhook: { url: "https://hooks.acme.example/in?x=1", secretVariable: ACME_SECRET } }';
    expect(read(webhook).notify?.webhook).toEqual({
      url: 'https://hooks.acme.example/in?x=1',
      secretVariables: ['ACME_SECRET'],
    });
  });

  test('may be a chat, whose address is a secret', () => {
    const chat = '{ chat: { kind: teams, urlVariable: ACME_CHAT_URL } }';
    expect(read(chat).notify?.chat).toEqual({ kind: 'teams', urlVariable: 'ACME_CHAT_URL' });
    expect(read(chat, reminding).policy.remindAfterMs).toBe(48 * 3_600_000);
  });

  test('is signed to with two secrets while one replaces the other, the new one first', () => {
    const webhook = '{ webhook: { url: "https://h.example/", secretVariable: NEW, formerSecretVariable: OLD } }';
    expect(read(webhook).notify?.webhook?.secretVariables).toEqual(['NEW', 'OLD']);
  });

  test('is reminded after the time the policy names; the addresses are not frozen', () => {
    const { policy } = read('{ approvers: [tess@acme.example] }', reminding);
    expect(policy).toMatchObject({ remindAfterMs: 48 * 3_600_000, notices: all });
    expect(JSON.stringify(policy)).not.toContain('@');
  });

  test('may be reminded by the webhook alone', () => {
    const webhook = '{ webhook: { url: "https://h.example/", secretVariable: S } }';
    expect(read(webhook, reminding).policy.remindAfterMs).toBe(48 * 3_600_000);
  });
});

const addresses = 'Write mail addresses, at most 50, such as ["tess@example.com"].';
const events = `Write some of ${all.join(', ')}. Leave it out for all of them.`;
const url =
  'Write an https address without a name, password or fragment in it, such as "https://hooks.example.com/ledgergate".';
const variable =
  'Write the environment variable of the worker that holds the secret (whsec_…), such as ACME_WEBHOOK_SECRET.';
const remindAfter = 'Write a duration of 1 minute to 365 days, such as "48h" or "3d".';
const webhook = (members: string): string => `{ webhook: { ${members} } }`;
const someUrl = 'url: "https://h.example/"';
const many = Array.from({ length: 51 }, (_, n) => `p${n}@acme.example`).join(', ');

describe('what cannot stand in companies.yaml is named with its line and what to write instead', () => {
  test.each<[what: string, notify: string, complaint: string]>([
    [
      'an empty notify',
      ' ',
      'notify (line 6) is empty. Write the recipients below it, such as { approvers: ["tess@example.com"] }. Otherwise remove it.',
    ],
    [
      'one address that is no list',
      '{ approvers: tess@acme.example }',
      `notify.approvers (line 6) is not valid ("tess@acme.example"). ${addresses}`,
    ],
    [
      'a chat that we do not know',
      '{ chat: { kind: irc, urlVariable: ACME_CHAT_URL } }',
      'notify.chat.kind (line 6) is not valid ("irc"). Write teams or slack.',
    ],
    [
      'a chat with its address in the file',
      '{ chat: { kind: slack, urlVariable: "https://hooks.slack.example/x" } }',
      'notify.chat.urlVariable (line 6) is not valid. Write the environment variable of the worker that holds the address of the incoming webhook, such as ACME_CHAT_URL.',
    ],
    [
      'an address without a domain',
      '{ approvers: [tess] }',
      `notify.approvers.0 (line 6) is not valid ("tess"). ${addresses}`,
    ],
    [
      'an address with a name',
      '{ operators: ["Olga <olga@acme.example>"] }',
      `notify.operators.0 (line 6) is not valid ("Olga <olga@acme.example>"). ${addresses}`,
    ],
    [
      'two addresses in one',
      '{ operators: ["a@acme.example,b@acme.example"] }',
      `notify.operators.0 (line 6) is not valid ("a@acme.example,b@acme.example"). ${addresses}`,
    ],
    [
      'an address that begins a header',
      '{ approvers: ["a@acme.example\\nBcc: b@acme.example"] }',
      `notify.approvers.0 (line 6) is not valid ("a@acme.example\\nBcc: b@acme.example"). ${addresses}`,
    ],
    ['more than fifty', `{ approvers: [${many}] }`, `notify.approvers (line 6) is not valid. ${addresses}`],
    ['an unknown event', '{ events: [accepted] }', `notify.events.0 (line 6) is not valid ("accepted"). ${events}`],
    ['no events at all', '{ events: [] }', `notify.events (line 6) is not valid. ${events}`],
    [
      'an unknown key',
      '{ admins: [] }',
      'notify.admins (line 6) is an unknown key. Correct or remove it. The known keys are approvers, operators, webhook, chat, events.',
    ],
    ['a webhook without a secret', webhook(someUrl), `notify.webhook.secretVariable (line 6) is missing. ${variable}`],
    [
      'a secret where the name of its variable belongs, which is not repeated',
      webhook(`${someUrl}, secretVariable: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`),
      `notify.webhook.secretVariable (line 6) is not valid. ${variable}`,
    ],
    [
      'a former secret where the name of its variable belongs',
      webhook(`${someUrl}, secretVariable: S, formerSecretVariable: whsec_x`),
      `notify.webhook.formerSecretVariable (line 6) is not valid. ${variable}`,
    ],
    [
      'a webhook without TLS',
      webhook('url: "http://h.example/", secretVariable: S'),
      `notify.webhook.url (line 6) is not valid. ${url}`,
    ],
    [
      'a webhook whose address holds a password, which is not repeated',
      webhook('url: "https://gate:hunter2@h.example/", secretVariable: S'),
      `notify.webhook.url (line 6) is not valid. ${url}`,
    ],
    [
      'a webhook that is a file',
      webhook('url: "file:///etc/passwd", secretVariable: S'),
      `notify.webhook.url (line 6) is not valid. ${url}`,
    ],
  ])('%s', (_, notify, complaint) => {
    expect(file(notify).complaint()).toBe(`/companies.yaml is not valid:\n  companies.acme.${complaint}`);
  });

  test.each<[what: string, remindAfter: string, notify: string, complaint: string]>([
    [
      'a reminder after less than a minute',
      '59s',
      '{ approvers: [t@acme.example] }',
      `is not valid ("59s"). ${remindAfter}`,
    ],
    ['a reminder after a number', '48', '{ approvers: [t@acme.example] }', `is not valid (48). ${remindAfter}`],
    [
      'a reminder where nobody is told',
      '48h',
      '',
      'reminds nobody, because the company has no "notify". Write it, or remove remindAfter.',
    ],
    [
      'a reminder that is not among the events',
      '48h',
      '{ approvers: [t@acme.example], events: [parked] }',
      'reminds nobody, because "reminder" is not among the events of notify. Add it, or remove remindAfter.',
    ],
    [
      'a reminder with no approver to remind',
      '48h',
      '{ operators: [o@acme.example] }',
      'reminds nobody, because notify has no approvers, webhook or chat. Add one, or remove remindAfter.',
    ],
  ])('%s', (_, after, notify, complaint) => {
    const said = file(notify, `{ rawSignals: all, remindAfter: ${after} }`).complaint();
    expect(said).toBe(`/companies.yaml is not valid:\n  companies.acme.policy.remindAfter (line 5) ${complaint}`);
  });
});
