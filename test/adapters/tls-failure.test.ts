import { explainTlsFailure } from '../../adapters/temporal/tls-failure';

/** As the client of Temporal throws it; the words are those of a Temporal 1.32 server that requires client certificates. */
const failure = (words: string): Error =>
  Object.assign(new Error(words), {
    code: 14,
    details: `No connection established. Last error: ${words}. Resolution note: `,
    metadata: {},
  });
const alert = (text: string, number: number): Error =>
  failure(`error:0A000415:SSL routines:ssl3_read_bytes:${text}:rec_layer_s3.c:1601:SSL alert number ${number}`);

test.each([
  [
    'expired',
    alert('sslv3 alert certificate expired', 45),
    /has expired\. Renew the files of TEMPORAL_TLS_CLIENT_CERT_PATH/,
  ],
  ['missing', alert('tlsv13 alert certificate required', 116), /Set TEMPORAL_TLS_CLIENT_CERT_PATH/],
  ['of another authority', alert('tlsv1 alert unknown ca', 48), /Check TEMPORAL_TLS_CLIENT_CERT_PATH/],
])('a client certificate that is %s is told by its variable', (_, error, sentence) => {
  expect(explainTlsFailure(error)).toMatch(sentence);
});

test('a server certificate that is too old is told', () => {
  expect(explainTlsFailure(failure('Error: certificate has expired'))).toMatch(/out of its time/);
});

test('a server that is not there is no mistake of TLS', () => {
  expect(explainTlsFailure(failure('connect ECONNREFUSED 127.0.0.1:1'))).toBeUndefined();
  expect(explainTlsFailure(new Error('certificate has expired'))).toBeUndefined();
});
