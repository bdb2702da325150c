import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importJWK, jwtVerify } from 'jose';
import { publicKeyFile, signDevToken, tokensFile, writeDevTokens } from '../../dev/tokens';
import { makeFolder } from '../support/processes/fake-executables';

describe('the tokens of a developer', () => {
  let folder: ReturnType<typeof makeFolder>;
  const tokens = () => JSON.parse(readFileSync(tokensFile(folder.path), 'utf8')) as Record<string, string>;
  const verify = async (token: string) =>
    jwtVerify(token, await importJWK(JSON.parse(readFileSync(publicKeyFile(folder.path), 'utf8')), 'ES256'), {
      issuer: 'ledgergate-dev',
      audience: 'ledgergate',
    });
  const mode = (name: string): string => (statSync(join(folder.path, name)).mode & 0o777).toString(8);

  beforeEach(async () => {
    folder = makeFolder();
    await writeDevTokens(folder.path);
  });
  afterEach(() => {
    folder.remove();
  });

  test.each(['admin', 'approver', 'operator', 'viewer'])(
    '%s has that role in each example company, for 30 days',
    async (role) => {
      const { payload } = await verify(tokens()[role] ?? '');
      expect(payload['ledgergate']).toEqual({
        acme: { [role]: true },
        globex: { [role]: true },
        initech: { [role]: true },
      });
      expect(payload.sub).toBe(`dev-${role}`);
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(30 * 86_400);
    },
  );

  test('nobody else can read tokens or key, also where a file was open to all', async () => {
    expect([mode('dev-tokens.json'), mode('dev-key.json')]).toEqual(['600', '600']);
    chmodSync(tokensFile(folder.path), 0o644);
    await writeDevTokens(folder.path);
    expect(mode('dev-tokens.json')).toBe('600');
  });

  test('a second start keeps the key: tokens of the first stay good', async () => {
    const { admin = '' } = tokens();
    await writeDevTokens(folder.path);
    await expect(verify(admin)).resolves.toBeDefined();
  });

  test('the file for those who verify holds no private part', () => {
    expect(JSON.parse(readFileSync(publicKeyFile(folder.path), 'utf8'))).not.toHaveProperty('d');
  });

  test('a person with several roles can be given a token', async () => {
    const token = await signDevToken(folder.path, { sub: 'lead', name: 'Leo', roles: ['admin', 'approver'] });
    const { payload } = await verify(token);
    expect(payload['ledgergate']).toMatchObject({ acme: { admin: true, approver: true } });
  });

  test('a key that is broken is named, with what to do', async () => {
    writeFileSync(join(folder.path, 'dev-key.json'), '{"kty":"EC"');
    await expect(writeDevTokens(folder.path)).rejects.toThrow(/dev-key\.json is not a signing key\. Delete it/);
  });

  test('without a first start there is no key to sign with', async () => {
    const empty = makeFolder();
    await expect(signDevToken(empty.path, { sub: 'a', name: 'A', roles: [] })).rejects.toThrow(/Run npm start first/);
    empty.remove();
  });
});
