/** An authority of the cluster's own, and a certificate each for the nodes and for their clients. */
import { dirname, join } from 'node:path';
import { childEnv } from '../../adapters/env';
import { projectRoot } from '../project';
import { makeOnce } from '../processes/make-once';
import { run } from '../processes/run';

interface Making {
  /** The addresses of the nodes. */
  readonly hosts: readonly string[];
  /** The path of the program. */
  readonly openssl: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Makes the folder with `ca.crt`, and with a certificate and a key for each holder, unless it is there. */
export function makeCertificates(target: string, { hosts, openssl, say, signal }: Making): Promise<void> {
  const script = join(projectRoot, 'deploy', 'certificates.sh');
  const make = async (folder: string): Promise<void> => {
    const env = childEnv({ PATH: `${dirname(openssl)}:/usr/bin:/bin` });
    await run('/bin/sh', [script, folder, '127.0.0.1', ...hosts], { env, timeoutMs: 60_000, signal });
  };
  return makeOnce({ target, what: 'the certificates of the cluster', make, say, signal });
}
