/** An identity provider of the worst kind, in a process of its own: nobody is sent to it, and little of it is read. */
import { createMemoryGateway } from '../support/api/gateway';
import { startApi } from '../support/api/server';
import { signInWith, silentProvider } from '../support/api/sign-in';
import { brief, bytesReadBy, endless, useHostileServer } from '../support/erp/hostile-server';

const server = useHostileServer();

test.each([...endless, ...brief])('whose description is: %s', async (conduct) => {
  const signIn = signInWith({ provider: { ...silentProvider, issuer: server.url(conduct) } });
  const api = await startApi(createMemoryGateway(), { signIn });
  const bytes = await bytesReadBy(async () => {
    const { status, json } = await api.send('GET', '/session/login');
    expect({ status, code: json['code'] }).toEqual({ status: 503, code: 'provider_unreachable' });
  });
  expect(bytes).toBeLessThan(2_000_000);
  await server.isLeft();
  await api.stop();
});
