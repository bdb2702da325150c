/** An issuer of the worst kind, in a process of its own: no token of it is believed, and little of it is read. */
import { createAuthenticate } from '../../api/request/actor';
import { loadKeys } from '../../api/request/token-keys';
import { brief, bytesReadBy, endless, useHostileServer } from '../support/erp/hostile-server';
import { audience, issuer, signToken } from '../support/api/tokens';

const server = useHostileServer();

test.each([...endless, ...brief])('whose keys are: %s', async (conduct) => {
  const keys = await loadKeys({ jwksUrl: server.url(conduct) });
  const authenticate = createAuthenticate({ keys, issuer, audience });
  const token = await signToken('ada', { acme: { viewer: true } });
  const bytes = await bytesReadBy(async () => {
    await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject({ code: 'keys_unreachable' });
  });
  expect(bytes).toBeLessThan(1_000_000);
  await server.isLeft();
});
