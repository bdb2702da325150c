/** Tests every promise of the protocol on one server, one after the other, each with its own projects. */
import { refusalIn, type Subject } from './subject';
import { orderFor } from './orders';
import { access } from './cases/access';
import { content } from './cases/content';
import { lasting } from './cases/lasting';
import { numbers } from './cases/numbers';
import { once } from './cases/once';
import type { Case } from './cases/case';
import { updates } from './cases/updates';
import { toFinding, type Finding } from './result';

/** @internal Tests try a few of them. */
export const cases: readonly Case[] = [...access, ...once, ...updates, ...numbers, ...content, ...lasting];

async function findingBy({ title, why, run }: Case, subject: Subject): Promise<Finding> {
  try {
    await run(subject);
    return { title, why, result: 'kept' };
  } catch (error) {
    return toFinding(title, why, error);
  }
}

export interface RunOptions {
  /** Called with each finding as it comes. */
  readonly said?: (finding: Finding) => void;
  /** All unless given. */
  readonly which?: readonly Case[];
}

export async function runCases(subject: Subject, { said, which = cases }: RunOptions = {}): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const one of which) {
    const finding = await findingBy(one, subject);
    findings.push(finding);
    said?.(finding);
  }
  return findings;
}

/**
 * Looks something up, and makes a first record.
 * @throws Error nobody answers there, or not to these credentials, or the project is refused: nothing can be tried
 */
export async function checkReach(subject: Subject): Promise<void> {
  const { reference, content: makeContent } = subject.orders.newSample();
  const { status } = await subject.caller.call({ operation: 'find', body: { reference } });
  if (status === 401 || status === 403) {
    throw new Error(`The server answers ${status} to a look-up, so it does not accept the token or the signature.`);
  }
  const refusal = refusalIn(await subject.send(orderFor(reference, makeContent())));
  if (refusal !== undefined)
    throw new Error(`The ERP refuses the project: ${refusal} Give one that it accepts (--project).`);
}

/** 0: every tested promise is kept. 1: one is broken. 2: a test did not finish. */
export function toExitCode(findings: readonly Finding[]): 0 | 1 | 2 {
  const has = (result: Finding['result']): boolean => findings.some((each) => each.result === result);
  return has('broken') ? 1 : has('failed') ? 2 : 0;
}
