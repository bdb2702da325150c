/** Decides who gets a mail about which event: those who can act on it, or wait for it. */
import type { NoticeEvent } from '../workflows/contract/codes';
import type { Notice } from '../workflows/contract/notice';
import type { NotificationSettings, MailRole, Recipient } from './notice-port';

const mailRolesByEvent: Readonly<Record<NoticeEvent, readonly MailRole[]>> = {
  submitted: ['approver'],
  resent: ['approver'],
  reminder: ['approver'],
  question: ['sender'],
  answered: ['approver'],
  rejected: ['sender'],
  exported: ['sender', 'operator'],
  parked: ['approver', 'operator'],
};

/** Returns the recipients of a notice. An address with several roles is listed once, by its first role. */
export function findRecipients({ event, senderEmail }: Notice, audience: NotificationSettings): Recipient[] {
  const addresses: Readonly<Record<MailRole, readonly string[]>> = {
    approver: audience.approvers,
    operator: audience.operators,
    sender: senderEmail === undefined ? [] : [senderEmail],
  };
  const byAddress = new Map<string, Recipient>();
  for (const role of mailRolesByEvent[event]) {
    for (const address of addresses[role]) {
      const key = address.toLowerCase();
      if (!byAddress.has(key)) byAddress.set(key, { address, role });
    }
  }
  return [...byAddress.values()];
}
