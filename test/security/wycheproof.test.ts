/** The checks of tokens and seals against the vectors of Wycheproof: forged, cut, renamed and misused ones. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, EncryptJWT, errors, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose';
import { createVerifyToken } from '../../api/request/actor';
import { loadKeys } from '../../api/request/token-keys';
import { createSeal } from '../../api/session/seal';
import { audience, issuer } from '../support/api/tokens';

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly jws?: unknown;
  readonly jwe?: unknown;
  readonly result: 'valid' | 'invalid';
}
interface Group {
  readonly comment: string;
  readonly private: JWK | JSONWebKeySet;
  readonly public?: JWK | JSONWebKeySet;
  readonly tests: readonly Vector[];
}

const readGroups = (of: string): readonly Group[] => {
  const file = join(__dirname, '..', 'vectors', 'wycheproof', `json_web_${of}_test.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly testGroups: readonly Group[] }).testGroups;
};
const isSet = (key: JWK | JSONWebKeySet): key is JSONWebKeySet => 'keys' in key;
const toSet = ({ public: open, private: secret }: Group): JSONWebKeySet => {
  const key = open ?? secret;
  return isSet(key) ? key : { keys: [key] };
};
/** A shared secret is handed over as it is: no key set of public keys would give it. */
const toKeys = (group: Group): JWTVerifyGetKey => {
  const { private: secret, public: open } = group;
  if (open !== undefined || isSet(secret) || secret.k === undefined) return createLocalJWKSet(toSet(group));
  const key = createSecretKey(secret.k, 'base64url');
  return () => key;
};
const toText = (token: unknown): string => (typeof token === 'string' ? token : JSON.stringify(token));

/** The algorithms that the token names; none for one whose header cannot be read. */
function readHeader(token: string): { readonly alg?: unknown; readonly enc?: unknown } {
  try {
    return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as object;
  } catch {
    return {};
  }
}
const readAlgorithm = (token: string): unknown => readHeader(token).alg;

const signatures = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];

/** Whether the token got past its signature. No vector has our claims, so that none is believed. */
async function getsPast(token: string, keys: JWTVerifyGetKey): Promise<boolean> {
  const refusal: unknown = await createVerifyToken({ keys, issuer, audience })(token).then(
    () => new Error('the token was believed'),
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({ code: 'unauthenticated', status: 401 });
  const { cause } = refusal as Error;
  return cause instanceof errors.JWTInvalid || cause instanceof errors.JWTClaimValidationFailed;
}

/** Valid to others, and refused here on purpose. */
const strict: Readonly<Record<string, string>> = {
  Figure20: 'its key is for PS256, and the token names PS384',
  Figure27: 'its key names the algorithm ES521, which does not exist',
};

const vectorsOf = (groups: readonly Group[]) =>
  groups.flatMap((group) =>
    group.tests.map(
      (vector) => [`${vector.tcId} ${group.comment} ${vector.comment}, ${vector.result}`, vector, group] as const,
    ),
  );

describe('a signed token', () => {
  const vectors = vectorsOf(readGroups('signature'));

  test('has 401 vectors, and valid ones of every algorithm that counts but ES384', () => {
    expect(vectors).toHaveLength(401);
    const valid = vectors.filter(([, { result }]) => result === 'valid');
    const named = new Set(valid.map(([, { jws }]) => readAlgorithm(toText(jws))));
    const held = signatures.filter((algorithm) => algorithm !== 'ES384');
    expect(held.filter((algorithm) => !named.has(algorithm))).toEqual([]);
  });

  test.each(vectors)('of vector %s', async (_, { jws, result, comment }, group) => {
    const token = toText(jws);
    const isAllowed = signatures.includes(String(readAlgorithm(token)));
    const isExpected = result === 'valid' && isAllowed && !Object.hasOwn(strict, comment);
    expect(await getsPast(token, toKeys(group))).toBe(isExpected);
  });
});

describe('a key set', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledgergate-vectors-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Keys as AUTH_KEY_FILE gives them; `undefined` for a file that the service does not start with. */
  async function load(group: Group): Promise<JWTVerifyGetKey | undefined> {
    const keyFile = join(folder, 'keys.json');
    writeFileSync(keyFile, JSON.stringify(toSet(group)));
    return loadKeys({ keyFile }).catch((error: unknown) => {
      expect(error).toMatchObject({ name: 'ConfigError' });
      return undefined;
    });
  }

  /**
   * The vector of a modulus that a faulty smart card made is not told from others: it takes a table of primes to see,
   * and the key is chosen by whoever runs the issuer.
   */
  const notTold = 'rejectsKeyWithRocaVulnerability';

  test.each(vectorsOf(readGroups('key')))('of vector %s', async (_, { jws, result, comment }, group) => {
    const token = toText(jws);
    const isAllowed = signatures.includes(String(readAlgorithm(token)));
    const keys = await load(group);
    const isPast = keys !== undefined && (await getsPast(token, keys));
    expect(isPast).toBe((result === 'valid' && isAllowed) || comment === notTold);
  });
});

describe('a sealed cookie', () => {
  const vectors = vectorsOf(readGroups('encryption'));

  test('has 139 vectors', () => {
    expect(vectors).toHaveLength(139);
  });

  /** The key of the vector, where it is a shared one; some key of ours otherwise. */
  const keyOf = ({ private: secret }: Group): Uint8Array =>
    isSet(secret) || typeof secret.k !== 'string' ? randomBytes(32) : Buffer.from(secret.k, 'base64url');

  test.each(vectors)('is never opened from vector %s', async (_, { jwe }, group) => {
    const seal = createSeal(keyOf(group));
    for (const purpose of ['session', 'renew', 'sign-in'] as const) {
      expect(await seal.open(purpose, toText(jwe))).toBeUndefined();
    }
  });

  const headers = new Map(
    vectors
      .map(([, { jwe }, group]) => [readHeader(toText(jwe)), keyOf(group)] as const)
      .map(([{ alg, enc }, key]) => [`${String(alg)} ${String(enc)}`, key] as const),
  );

  /** As one of ours in all but its algorithms. `undefined` where jose itself does not make it with such a key. */
  const imitate = (alg: string, enc: string, key: Uint8Array): Promise<string | undefined> =>
    new EncryptJWT({ sid: 'one' })
      .setProtectedHeader({ alg, enc, typ: 'ledgergate-session/1' })
      .setExpirationTime('1h')
      .encrypt(key)
      .catch(() => undefined);

  test('is opened with the algorithms that it is closed with, and with no others of the vectors', async () => {
    const made: string[] = [];
    const opened: string[] = [];
    for (const [names, key] of new Map([...headers, ['dir A256GCM', randomBytes(32)]])) {
      const [alg = '', enc = ''] = names.split(' ');
      const sealed = await imitate(alg, enc, key);
      if (sealed === undefined) continue;
      made.push(names);
      if ((await createSeal(key).open('session', sealed)) !== undefined) opened.push(names);
    }
    expect(made.length).toBeGreaterThan(4);
    expect(opened).toEqual(['dir A256GCM']);
  });
});
