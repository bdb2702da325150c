/** Explains why a TLS connection to Temporal fails, by the words of what failed: OpenSSL's, behind a gRPC status. */
import { findGrpcStatus } from './grpc';

const clientPair = 'TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH';

/** Alerts are what the server says of us; the rest is what we say of the server. */
const mistakes: readonly (readonly [words: RegExp, sentence: string])[] = [
  [
    /alert certificate expired/,
    `Temporal refuses the client certificate, because it has expired. Renew the files of ${clientPair} and start again.`,
  ],
  [/alert certificate required/, `Temporal requires a client certificate. Set ${clientPair}.`],
  [
    /alert (?:unknown ca|bad certificate|unsupported certificate|certificate unknown|certificate revoked|decrypt error)/,
    `Temporal does not accept the client certificate. Check ${clientPair}: its authority must be one that the server knows.`,
  ],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID/,
    'The certificate of the Temporal server is for another name. Set TEMPORAL_TLS_SERVER_NAME to a name in it, or check TEMPORAL_ADDRESS.',
  ],
  [
    /certificate has expired|certificate is not yet valid/,
    'The certificate of the Temporal server is out of its time. Renew it, or check the clock of this machine.',
  ],
  [
    /unable to verify the first certificate|self[- ]signed certificate|unable to get (?:local )?issuer certificate/,
    'The certificate of the Temporal server is of an authority that is not trusted here. Set TEMPORAL_TLS_SERVER_CA_CERT_PATH to the certificate of its authority.',
  ],
  [
    /wrong version number/,
    'What answers there does not speak TLS. Set TEMPORAL_TLS to false, or check TEMPORAL_ADDRESS.',
  ],
];

/** Returns what is wrong and what to do; `undefined` if the failure is none of TLS. */
export function explainTlsFailure(error: unknown): string | undefined {
  const words = findGrpcStatus(error)?.details ?? '';
  return mistakes.find(([pattern]) => pattern.test(words))?.[1];
}
