/** Two processes with other keys or companies have other fingerprints, and a fingerprint shows nothing of a key. */
import { randomBytes } from 'node:crypto';
import { fingerprintKey, fingerprintPayloadKeys, fingerprintText } from '../../adapters/fingerprints';
import { sha256 } from '../../adapters/sha256';

const [one, other] = [randomBytes(32), randomBytes(32)];
const keys = (...all: readonly [string, Buffer][]) => ({ current: all[0]?.[0] ?? '', all: new Map(all) });

test('a key has always the same fingerprint, and another key another one', () => {
  expect(fingerprintKey(one)).toMatch(/^[0-9a-f]{12}$/);
  expect(fingerprintKey(one)).toBe(fingerprintKey(Buffer.from(one)));
  expect(fingerprintKey(one)).not.toBe(fingerprintKey(other));
});

test('the fingerprint of a key is no part of the key or of its plain hash', () => {
  for (const text of [one.toString('hex'), sha256(one)]) expect(text).not.toContain(fingerprintKey(one));
});

test('payload keys are the same in any order, and others by an id or a key', () => {
  const both = fingerprintPayloadKeys(keys(['k1', one], ['k2', other]));
  expect(fingerprintPayloadKeys(keys(['k2', other], ['k1', one]))).toBe(both);
  const others = [keys(['k1', one]), keys(['k1', other], ['k2', one]), keys(['k1', one], ['k3', other])];
  expect(new Set([both, ...others.map(fingerprintPayloadKeys)]).size).toBe(4);
});

test('a text has another fingerprint when a character changes', () => {
  expect(fingerprintText('companies: {}')).not.toBe(fingerprintText('companies: { }'));
});
