/**
 * The guards of the gate: the code without which a record could be written twice, a person could do what is another's,
 * or a message could count that should not. `npm run guards` takes each of them out and sees its tests fail.
 */

export interface Guard {
  /** What happens without it, as a sentence. */
  readonly otherwise: string;
  readonly file: string;
  /** The code of the guard, which stands in the file exactly once. */
  readonly code: string;
  /** What stands there when the guard is taken out. */
  readonly without: string;
  /** The test files that fail then, as jest takes them. Each of them fails. */
  readonly tests: readonly string[];
}

const exporting: readonly Guard[] = [
  {
    otherwise: 'A project that the ERP already has is written again.',
    file: 'activities/export-to-erp.ts',
    code: 'const found = await lookUp(work);',
    without: 'const found = undefined as ErpRecord | undefined;',
    tests: ['test/activities/export-to-erp.test.ts'],
  },
  {
    otherwise: 'What the ERP answered counts, and not what it holds.',
    file: 'activities/export-to-erp.ts',
    code: 'return readBack(work);',
    without: 'return { reference, ids: {} };',
    tests: ['test/activities/export-to-erp.test.ts'],
  },
  {
    otherwise: 'A second write is sent while the first may still appear.',
    file: 'activities/export-to-erp.ts',
    code: 'if (!found && known.sentAt !== undefined && !erp.writesOncePerReference) {',
    without: 'if (false) {',
    tests: ['test/activities/export-to-erp.test.ts'],
  },
  {
    otherwise: 'An attempt that died after its write is forgotten.',
    file: 'activities/unknown-outcome.ts',
    code: 'sentAt: isFirst ? handedOn : startedAt',
    without: 'sentAt: handedOn',
    tests: ['test/activities/unknown-outcome.test.ts', 'test/activities/export-to-erp.test.ts'],
  },
  {
    otherwise: 'The heartbeat of any attempt is believed, and not only that of the one before.',
    file: 'activities/unknown-outcome.ts',
    code: 'isHeartbeatDetails(heartbeatDetails) && heartbeatDetails.attempt === attempt - 1',
    without: 'isHeartbeatDetails(heartbeatDetails)',
    tests: ['test/activities/unknown-outcome.test.ts'],
  },
  {
    otherwise: 'A change that a person made in the ERP is overwritten.',
    file: 'activities/reconcile.ts',
    code: 'return isConfirmed ? { write: { expect: content } } : { mismatch };',
    without: 'return { write: { expect: content } };',
    tests: ['test/activities/reconcile.test.ts'],
  },
  {
    otherwise: 'What was confirmed is another difference than the one that is there now.',
    file: 'activities/reconcile.ts',
    code: "target.confirm === 'overwrite' && target.differencesHash === mismatch.differencesHash",
    without: "target.confirm === 'overwrite'",
    tests: ['test/activities/reconcile.test.ts'],
  },
  {
    otherwise: 'Two projects get one job number in a drop.',
    file: 'adapters/erp/file-drop/claims.ts',
    code: 'tokens.map(readReference).find((holder) => holder !== reference)',
    without: '[...tokens].map(readReference).find(() => reference === undefined)',
    tests: ['test/adapters/erp/file-drop.test.ts'],
  },
];

const deciding: readonly Guard[] = [
  {
    otherwise: 'A decision on an earlier revision counts for this one.',
    file: 'workflows/domain/decide.ts',
    code: 'if (revision === undefined || revision === state.revision) return undefined;',
    without: 'if (revision !== state.revision || true) return undefined;',
    tests: ['test/domain/decide.test.ts'],
  },
  {
    otherwise: 'Whoever sent the project accepts it.',
    file: 'workflows/domain/people.ts',
    code: 'state.policy.fourEyes && isSender(state, caller)',
    without: 'state.policy.fourEyes && isSender(state, caller) && caller.id === ""',
    tests: ['test/domain/decide.test.ts'],
  },
  {
    otherwise: 'A command is possible in any status.',
    file: 'workflows/domain/decide.ts',
    code: 'if (!legalFrom.includes(state.status)) {',
    without: 'if (!legalFrom.includes(state.status) && state.revision === 0) {',
    tests: ['test/domain/decide.test.ts'],
  },
  {
    otherwise: 'A request that is repeated is applied twice.',
    file: 'workflows/update-decider.ts',
    code: 'if (before) return defined({ actor, request, before });',
    without: 'if (before && request?.id === "") return defined({ actor, request, before });',
    tests: ['test/workflows/story.test.ts'],
  },
  {
    otherwise: 'A key stands for nothing, so each try of a client is another request.',
    file: 'api/request/idempotency.ts',
    code: 'key === undefined ? randomUUID()',
    without: 'key !== "" ? randomUUID()',
    tests: ['test/api/idempotency.test.ts'],
  },
  {
    otherwise: 'A number with an invisible character is another number.',
    file: 'workflows/contract/text.ts',
    code: 'const found = unknown.exec(text) ?? unseen.exec(text);',
    without: 'const found = unknown.exec(text);',
    tests: ['test/contract/text-kinds.test.ts', 'test/contract/project.test.ts'],
  },
  {
    otherwise: 'Numbers that look alike are different numbers.',
    file: 'workflows/contract/text.ts',
    code: ".replaceAll(dash, '-')",
    without: '',
    tests: ['test/contract/text-kinds.test.ts', 'test/adapters/erp/file-drop.test.ts'],
  },
  {
    otherwise: 'A list of changes grows without bound.',
    file: 'workflows/contract/limits.ts',
    code: 'changes: 200,',
    without: 'changes: 200_000,',
    tests: ['test/domain/changes.test.ts'],
  },
];

const entering: readonly Guard[] = [
  {
    otherwise: 'A token without an end is trusted.',
    file: 'api/request/actor.ts',
    code: "requiredClaims = ['exp', 'sub']",
    without: "requiredClaims = ['sub']",
    tests: ['test/api/tokens.test.ts'],
  },
  {
    otherwise: 'A token for another service is trusted.',
    file: 'api/request/actor.ts',
    code: 'const options = { algorithms, issuer, audience, requiredClaims,',
    without: 'const options = { algorithms, issuer, requiredClaims,',
    tests: ['test/api/tokens.test.ts'],
  },
  {
    otherwise: 'Anything in the place of a role grants it.',
    file: 'api/request/actor.ts',
    code: "approver: own('approver') === true,",
    without: "approver: own('approver') !== undefined,",
    tests: ['test/api/session.test.ts'],
  },
  {
    otherwise: 'A page of another site commands with the cookie of a signed-in person.',
    file: 'api/session/cross-site.ts',
    code: 'if (isReading(request) || isOwnOrigin(request, publicOrigin)) return;',
    without: 'if (isReading(request) || publicOrigin !== "") return;',
    tests: ['test/api/session.test.ts'],
  },
  {
    otherwise: 'An admin of one project sees the others.',
    file: 'api/request/access.ts',
    code: 'return admin === false ? [] : admin;',
    without: 'return admin === false ? [] : undefined;',
    tests: ['test/api/roles.test.ts'],
  },
  {
    otherwise: 'Keys that reach the prototype of an object come in.',
    file: 'api/request/body.ts',
    code: 'if (trapKeys.has(key)) throw',
    without: 'if (trapKeys.has(key) && trapKeys.size === 0) throw',
    tests: ['test/api/bad-input.test.ts'],
  },
  {
    otherwise: 'A body of any size is read.',
    file: 'api/request/body.ts',
    code: 'const bodyLimitBytes = 1024 * 1024;',
    without: 'const bodyLimitBytes = 1024 * 1024 * 1024;',
    tests: ['test/api/bad-input.test.ts'],
  },
  {
    otherwise: 'An encrypted command counts in another submission.',
    file: 'workflows/update-decider.ts',
    code: "named['workflowId'] === workflowId && named['message'] === message",
    without: "named['message'] === message",
    tests: ['test/api/sealing.integration.test.ts'],
  },
  {
    otherwise: 'A command counts that was not encrypted.',
    file: 'workflows/update-decider.ts',
    code: 'if (!isSealed(input)) return',
    without: 'if (!isSealed(input) && keyId !== undefined) return',
    tests: ['test/api/sealing.integration.test.ts'],
  },
  {
    otherwise: 'JSON says of itself that it was encrypted.',
    file: 'workflows/contract/sealed.ts',
    code: "const sealedMark = Symbol.for('ledgergate.sealed');",
    without: "const sealedMark = 'ledgergate.sealed';",
    tests: ['test/adapters/temporal/payload-codec.test.ts'],
  },
  {
    otherwise: 'Whoever has no token decrypts.',
    file: 'api/codec/access.ts',
    code: 'if (bearer !== undefined) return isEqual(bearer, token);',
    without: 'if (bearer !== undefined) return true;',
    tests: ['test/api/codec'],
  },
  {
    otherwise: 'A webhook calls the metadata of a cloud.',
    file: 'adapters/notice/refused-addresses.ts',
    code: 'else if (addresses.some(({ address }) => isRefusedAddress(address))) callback',
    without: 'else if (addresses.length === 0) callback',
    tests: ['test/adapters/notice'],
  },
  {
    otherwise: 'A notice has no signature of its body.',
    file: 'adapters/webhook-signature.ts',
    code: 'const signed = `${id}.${timestamp}.${body}`;',
    without: 'const signed = `${id}.${timestamp}`;',
    tests: ['test/adapters/webhook-signature.test.ts'],
  },
];

const waiting: readonly Guard[] = [
  {
    otherwise: 'A signal with a name that Temporal keeps for itself wedges the submission.',
    file: 'workflows/interceptors.ts',
    code: 'handlers.set(CancellationScope.current(), handler);',
    without: 'if (handlers.has(CancellationScope.current())) handlers.set(CancellationScope.current(), handler);',
    tests: ['test/workflows/signal-names.test.ts'],
  },
  {
    otherwise:
      'A build that does something else than the one before is let past, and open submissions cannot be loaded.',
    file: 'workflows/submission.ts',
    code: '      publish(state);',
    without: "      if (state.status !== 'rejected') publish(state);",
    tests: ['test/workflows/replay.test.ts'],
  },
];

export const guards: readonly Guard[] = [...exporting, ...deciding, ...entering, ...waiting];
