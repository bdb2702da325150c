/**
 * Turns an Idempotency-Key into an id within its scope. The hash of the body distinguishes a repetition from another
 * request.
 */
import { randomUUID } from 'node:crypto';
import type { UpdateRequest } from '../../workflows/domain/parse';
import { canonicalJson } from '../../adapters/canonical-json';
import { Problem } from '../problems';
import { sha256 } from '../../adapters/sha256';

/** The scope of a key: company, caller, method and path. Keys of different scopes are independent. */
export interface Scope {
  readonly companyId: string;
  readonly actorId: string;
  readonly method: string;
  readonly path: string;
}

const hash = (text: string): string => sha256(text, 'base64url');

/** How a body is hashed. Another way of it gets another form: hashes are compared within one form only. */
const bodyForm = '1';

/**
 * Whether a key was used with another body. A hash of another form, made by another version of the service, cannot say
 * so: the request then counts as a repetition, which has no effect.
 */
export function isOtherBody(usedWith: string | undefined, bodyHash: string): boolean {
  if (usedWith === undefined) return false;
  const isKnownForm = usedWith.startsWith(`${bodyForm}:`) && bodyHash.startsWith(`${bodyForm}:`);
  return isKnownForm && usedWith !== bodyHash;
}

/** Checks an Idempotency-Key. @throws Problem `malformed` */
export function checkKey(key: string | undefined): string | undefined {
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Problem('malformed', 'Idempotency-Key must have 1 to 200 visible ASCII characters.');
  }
  return key;
}

/** Returns the id of a request and the hash of its body. Without a key the id is random. */
export function toRequest(scope: Scope, key: string | undefined, body: unknown): UpdateRequest {
  const { companyId, actorId, method, path } = scope;
  const id = key === undefined ? randomUUID() : hash(JSON.stringify([companyId, actorId, method, path, key]));
  return { id, bodyHash: `${bodyForm}:${hash(canonicalJson(body))}` };
}
