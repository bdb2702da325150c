import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { checkPorts } from '../../dev/processes/ports';

describe('a look at the ports before anything starts', () => {
  let server: Server;
  let port: number;
  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    server.close();
  });

  const api = (of: number) => ({ host: '127.0.0.1', port: of, owner: 'the API', variable: 'PORT' });

  test('a busy one is named with its owner, who holds it and the variable that moves it', async () => {
    await expect(checkPorts([api(port)])).rejects.toThrow(
      `Port ${port} for the API is in use ("lsof -i :${port}" shows the process). Set PORT to a free port.`,
    );
  });

  test('what its variable is set to instead is said where that is no port', async () => {
    const machine = { ...api(port), variable: 'CLUSTER_NETWORK', instead: 'another network' };
    await expect(checkPorts([machine])).rejects.toThrow('Set CLUSTER_NETWORK to another network.');
  });

  test('all that are busy are named at once, with their hints', async () => {
    const temporal = { ...api(port), owner: 'the Temporal server', variable: 'TEMPORAL_PORT', hint: 'Use it?' };
    const failure = checkPorts([api(port), temporal]);
    await expect(failure).rejects.toThrow(/for the API .*\n.*for the Temporal server .*TEMPORAL_PORT.*\n {2}Use it\?/);
  });

  test('a free one is free again after the look', async () => {
    server.close();
    await once(server, 'close');
    await checkPorts([api(port)]);
    await checkPorts([api(port)]);
  });

  test('an address that this machine does not have is said', async () => {
    await expect(checkPorts([{ ...api(port), host: '192.0.2.1' }])).rejects.toThrow(/cannot be used \(.*EADDRNOTAVAIL/);
  });
});
