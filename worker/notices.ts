/** Chooses the recipients and channels of each company, as companies.yaml and the environment say. */
import {
  NoticeFailed,
  type NotificationSettings,
  type NoticePorts,
  type WebhookEndpoint,
} from '../activities/notice-port';
import type { Companies, Company } from '../adapters/companies/companies';
import type { ChatTarget, Notify, WebhookTarget } from '../adapters/companies/notify';
import { ConfigError, explainMissingSecret, readSecret } from '../adapters/env';
import { createMailer, withoutMailServer } from '../adapters/notice/mailer';
import { parseSecret } from '../adapters/webhook-signature';
import { createWebhookCaller } from '../adapters/notice/webhook';
import type { NoticeConfig } from './config';

const isAddressed = ({ approvers, operators }: Notify): boolean => approvers.length + operators.length > 0;

/** Who names nobody but has a webhook or a chat may do without a mail server. */
const needsMail = (notify: Notify): boolean => isAddressed(notify) || !(notify.webhook ?? notify.chat);

/** What is wrong with the secrets, one sentence each; never the secret. */
function findSecretProblems(companyId: string, { secretVariables }: WebhookTarget): string[] {
  return secretVariables.flatMap((variable) => {
    const secret = readSecret(variable);
    const owner = `the webhook of ${companyId}`;
    if (secret === undefined) return [explainMissingSecret(variable, owner)];
    if (parseSecret(secret)) return [];
    return [
      `${variable}, which companies.yaml names for ${owner}, is not "whsec_" and 24 to 64 bytes in base64. Correct it and start the worker again.`,
    ];
  });
}

function toEndpoint(companyId: string, webhook: WebhookTarget): WebhookEndpoint {
  const [problem] = findSecretProblems(companyId, webhook);
  if (problem !== undefined) throw new NoticeFailed(problem);
  const secrets = webhook.secretVariables.flatMap((variable) => readSecret(variable) ?? []);
  return { kind: 'webhook', url: webhook.url, secrets };
}

/** What is wrong with the address of a chat, in one sentence; never the address. */
function findChatProblem(companyId: string, { urlVariable }: ChatTarget): string | undefined {
  const url = readSecret(urlVariable);
  const owner = `the chat of ${companyId}`;
  if (url === undefined) return explainMissingSecret(urlVariable, owner);
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return undefined;
  return `${urlVariable}, which companies.yaml names for ${owner}, is not an https address. Correct it and start the worker again.`;
}

function toChatEndpoint(companyId: string, chat: ChatTarget): WebhookEndpoint {
  const problem = findChatProblem(companyId, chat);
  if (problem !== undefined) throw new NoticeFailed(problem);
  return { kind: chat.kind, url: readSecret(chat.urlVariable) ?? '', secrets: [] };
}

const toNotificationSettings = ({ name }: Company, notify: Notify, hasMailServer: boolean): NotificationSettings => ({
  companyName: name,
  events: notify.events,
  approvers: notify.approvers,
  operators: notify.operators,
  isMailed: hasMailServer || needsMail(notify),
});

export function createNoticePorts(companies: Companies, { mail, publicUrl }: NoticeConfig): NoticePorts {
  const link = publicUrl === undefined ? {} : { publicUrl };
  return {
    audiences: {
      forCompany: (companyId) => {
        const company = companies.find(companyId);
        return company?.notify && toNotificationSettings(company, company.notify, mail !== undefined);
      },
      endpointsFor: (companyId) => {
        const { webhook, chat } = companies.find(companyId)?.notify ?? {};
        return [
          ...(webhook ? [toEndpoint(companyId, webhook)] : []),
          ...(chat ? [toChatEndpoint(companyId, chat)] : []),
        ];
      },
    },
    mailer: mail ? createMailer({ ...mail, ...link }) : withoutMailServer,
    webhookCaller: createWebhookCaller(link),
  };
}

/**
 * Checks that all notices can be sent, so that a worker that could not send them ends at its start.
 * @throws ConfigError
 */
export function checkNotices(companies: Companies, { mail }: NoticeConfig): void {
  const told = companies.all().flatMap(({ id, notify }) => (notify ? [{ id, notify }] : []));
  const unmailed = mail ? [] : told.filter(({ notify }) => needsMail(notify)).map(({ id }) => id);
  const problems = [
    ...(unmailed.length > 0
      ? [
          `companies.yaml configures mail for ${unmailed.join(', ')}, but SMTP_URL is not set in the environment of the worker. ` +
            'Set SMTP_URL, such as smtps://user:password@mail.example.com, and MAIL_FROM. Otherwise remove "notify".',
        ]
      : []),
    ...told.flatMap(({ id, notify }) => (notify.webhook ? findSecretProblems(id, notify.webhook) : [])),
    ...told.flatMap(({ id, notify }) => (notify.chat && findChatProblem(id, notify.chat)) ?? []),
  ];
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
}

/** Returns what a company's notices probably lack, for the log. */
export function findNoticeGaps(companies: Companies, { mail, publicUrl }: NoticeConfig): string[] {
  const told = companies.all().filter(({ notify }) => notify !== undefined);
  if (told.length === 0) return [];
  return [
    ...(publicUrl === undefined ? ['PUBLIC_URL is not set, so notices have no link to the desk'] : []),
    ...(mail ? [] : ['SMTP_URL is not set, so senders get no mail']),
  ];
}
