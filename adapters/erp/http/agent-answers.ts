/** Interprets the answers of an agent. Pure. Only answers with a code of the protocol are final. */
import type { z } from 'zod';
import {
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpOutcomeUnknown,
  ErpPending,
  type ErpError,
} from '../../../activities/erp-port';
import { parseErpJson } from '../erp-json';
import { unexplained, type Effect, type HttpAnswer } from '../erp-call';
import { Conflict, Gone, Refused, type HeldRecord, type Waiting } from './protocol';

/** Parses an answer. @throws ErpUnavailable or ErpOutcomeUnknown if it is not one of the protocol */
export function parsed<T>(schema: z.ZodType<T>, { text }: HttpAnswer, effect: Effect): T {
  const result = schema.safeParse(parseErpJson(text));
  if (result.success) return result.data;
  const what = 'The answer of the ERP does not follow the protocol';
  throw effect === 'read'
    ? new ErpUnavailable(`${what}.`)
    : new ErpOutcomeUnknown(`${what}. The record may have been written.`);
}

export function waitingFor({ agentSeenAt }: Waiting, { retryAfterMs }: HttpAnswer): ErpPending {
  const seen = agentSeenAt === undefined ? 'has not called yet' : `was last seen at ${agentSeenAt}`;
  return new ErpPending(`The export waits for the agent, which ${seen}.`, retryAfterMs, agentSeenAt);
}

function toRefusal({ text, show }: HttpAnswer): ErpError | undefined {
  const refused = Refused.safeParse(parseErpJson(text));
  if (!refused.success) return undefined;
  const { message, fields } = refused.data;
  return new ErpRefused(
    show(message),
    fields?.map((field) => ({ ...field, message: show(field.message) })),
  );
}

const toGone = (text: string, reference: string): ErpError | undefined =>
  Gone.safeParse(parseErpJson(text)).success
    ? new ErpUnavailable(`The ERP no longer has ${reference}, so it is looked up again.`)
    : undefined;

/** Without a name in it, a 409 may be about another try of the same order that is under way. */
function toConflict(text: string, reference: string): ErpError | HeldRecord | undefined {
  const conflict = Conflict.safeParse(parseErpJson(text));
  if (!conflict.success) return undefined;
  const { reference: holder, number = 'of this project', record } = conflict.data;
  if (holder !== reference) return new ErpNumberTaken(number, holder);
  return record?.reference === reference
    ? record
    : new ErpUnavailable(`The ERP already has ${reference}, so it is looked up again.`);
}

/** Interprets an answer other than 200. @returns why an export did not write, or the record that exists already */
export function toUnhappyAnswer(answer: HttpAnswer, reference: string): ErpError | HeldRecord {
  const { status, text } = answer;
  const no =
    status === 409
      ? toConflict(text, reference)
      : status === 410
        ? toGone(text, reference)
        : status === 422
          ? toRefusal(answer)
          : undefined;
  return no ?? unexplained(answer, 'write');
}
