/** Ports are looked at before anything starts: a busy one is said with the variable that moves it, or a free one is found. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { ConfigError } from '../../adapters/env';
import { errorCode, errorMessage } from '../../adapters/errors';

export interface WantedPort {
  readonly host: string;
  readonly port: number;
  /** The owner of the port, such as "the API". */
  readonly owner: string;
  readonly variable: string;
  /** What the variable is set to instead; "a free port" unless given. */
  readonly instead?: string;
  /** Added to the message if the port is in use. */
  readonly hint?: string;
}

async function problemWith({
  host,
  port,
  owner,
  variable,
  instead = 'a free port',
  hint,
}: WantedPort): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'EADDRINUSE')
      return `Port ${port} for ${owner} cannot be used (${errorMessage(error)}). Set ${variable}.`;
    const look = `lsof -i :${port}`;
    const busy = `Port ${port} for ${owner} is in use ("${look}" shows the process). Set ${variable} to ${instead}.`;
    return hint === undefined ? busy : `${busy}\n  ${hint}`;
  } finally {
    server.close();
  }
}

/** @throws ConfigError naming every port that is busy */
export async function checkPorts(ports: readonly WantedPort[]): Promise<void> {
  const problems = await Promise.all(ports.map(problemWith));
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new ConfigError(found.join('\n'));
}

const handedOut = new Set<number>();

/** Below the range from which systems hand out ports to whoever asks for any, and never twice: nobody takes it meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if ((await problemWith({ host: '127.0.0.1', port, owner: '', variable: '' })) === undefined) return port;
  }
}
