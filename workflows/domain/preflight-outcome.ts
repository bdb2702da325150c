/** Turns the answer of a preflight into an event. The answer is read like any message from outside. */
import { defined } from '../contract/defined';
import { checkCodes, type CheckCode } from '../contract/codes';
import { limits } from '../contract/limits';
import { byCode } from '../contract/pointers';
import type { Actor, Check } from '../contract/view';
import type { PreflightAnswered } from './events';
import { listCodes } from './pointed';
import { Malformed, read, toFields, toHolder, toIdentifier } from './read';
import type { Submission } from './submission';
import { showText } from '../contract/text';

const exporter: Actor = { id: 'ledgergate', channel: 'export' };

const isCheckCode = (value: unknown): value is CheckCode => (checkCodes as readonly unknown[]).includes(value);

/** Reads a finding of the ERP. It never blocks, because only the ERP's answer to the export counts. */
function toCheck(value: unknown, codes: readonly string[], at: string): Check {
  const finding = toFields(value, 'a finding');
  const code = read(finding, 'code');
  const pointer = read(finding, 'pointer');
  if (!isCheckCode(code)) throw new Malformed('a finding must have a known code');
  const message = read(finding, 'message');
  if (typeof message !== 'string' || message === '') throw new Malformed('a finding must have a message');
  return defined({
    code,
    severity: 'warning',
    source: 'erp',
    at,
    message: showText(message, limits.messageChars),
    holder: toHolder(read(finding, 'holder')),
    pointer: typeof pointer === 'string' ? showText(byCode(pointer, codes), limits.pointerChars) : undefined,
  });
}

const answer = (state: Submission, checks: readonly Check[], at: string): PreflightAnswered => ({
  type: 'preflight_answered',
  at,
  by: exporter,
  revision: state.revision,
  checks,
});

export function preflightFailed(state: Submission, why: string, at: string): PreflightAnswered {
  const message = `${state.integration.erpName} did not answer the preflight: ${showText(why, limits.messageChars - 100)}`;
  return answer(state, [{ code: 'preflight_failed', severity: 'warning', source: 'erp', at, message }], at);
}

/** Reads the answer of a preflight. Ops may have completed it by hand, so it may be anything. */
export function toPreflightAnswered(state: Submission, result: unknown, at: string): PreflightAnswered {
  try {
    const given = toFields(result, 'the answer');
    const findings = read(given, 'findings');
    if (!Array.isArray(findings)) throw new Malformed('findings must be a list');
    const number = read(given, 'suggestedNumber');
    const codes = listCodes(state);
    const checks = findings.map((finding) => toCheck(finding, codes, at));
    const suggestedNumber = number === undefined ? undefined : toIdentifier(number, 'suggestedNumber');
    return defined({ ...answer(state, checks, at), suggestedNumber });
  } catch {
    return preflightFailed(state, 'its answer is not valid.', at);
  }
}
