/** Checks how an order is refused that would overwrite another record. */
import { isSameContent } from '../../activities/erp-content';
import { Conflict } from '../../adapters/erp/http/protocol';
import type { Subject } from '../subject';
import { show, type AgentAnswer } from '../caller';
import { must } from '../result';

/** 409 with its own reference and, where the record is shown, as it is held. @throws Broken */
export async function mustRefuseForItself(subject: Subject, answer: AgentAnswer, reference: string): Promise<void> {
  must(answer.status === 409, `An order that expects other content was answered with ${show(answer)}, not with 409.`);
  const conflict = Conflict.safeParse(answer.json);
  const isNamed = conflict.success && conflict.data.reference === reference;
  must(isNamed, `The 409 does not name the conflicting record, {"reference":"${reference}"}: ${show(answer)}.`);
  const { record } = conflict.data;
  if (!record) return;
  const { record: held } = await subject.look(reference);
  const isTrue = held !== undefined && isSameContent(held.content, record.content);
  must(isTrue, `The record in the 409 is not the stored one: ${show(answer)}.`);
}
