/** An authority of the cluster's own, and a certificate each for the nodes and for their clients. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeOnce } from '../processes/make-once';
import { run } from '../processes/run';

const days = '3650';
const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];

/** `names` are those by which others reach the holder. */
interface Holder {
  readonly file: string;
  readonly names: readonly string[];
}

const listHolders = (hosts: readonly string[]): readonly Holder[] => [
  { file: 'node', names: ['DNS:temporal', 'IP:127.0.0.1', ...hosts.map((host) => `IP:${host}`)] },
  { file: 'client', names: ['DNS:ledgergate'] },
];

interface Making {
  /** The addresses of the nodes. */
  readonly hosts: readonly string[];
  readonly openssl: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Both ends of a connection between two nodes show the same certificate. */
const extensions = ({ names }: Holder): string =>
  `subjectAltName=${names.join(',')}\nextendedKeyUsage=serverAuth,clientAuth\n`;

/** Makes the folder with `ca.crt`, and with a certificate and a key for each holder, unless it is there. */
export function makeCertificates(target: string, { hosts, openssl, say, signal }: Making): Promise<void> {
  const make = async (folder: string): Promise<void> => {
    const call = (...args: readonly string[]) => run(openssl, args, { timeoutMs: 60_000, signal });
    const at = (name: string): string => join(folder, name);
    const authority = ['-keyout', at('ca.key'), '-out', at('ca.crt'), '-days', days, '-subj', '/CN=Ledgergate cluster'];
    await call('req', '-x509', ...key, ...authority);
    for (const holder of listHolders(hosts)) {
      const [request, settings] = [at(`${holder.file}.csr`), at(`${holder.file}.ext`)];
      await writeFile(settings, extensions(holder));
      await call(
        'req',
        '-new',
        ...key,
        '-keyout',
        at(`${holder.file}.key`),
        '-out',
        request,
        '-subj',
        `/CN=${holder.file}`,
      );
      const signed = [
        '-CA',
        at('ca.crt'),
        '-CAkey',
        at('ca.key'),
        '-CAcreateserial',
        '-days',
        days,
        '-extfile',
        settings,
      ];
      await call('x509', '-req', '-in', request, '-out', at(`${holder.file}.crt`), ...signed);
    }
  };
  return makeOnce({ target, what: 'the certificates of the cluster', make, say, signal });
}
