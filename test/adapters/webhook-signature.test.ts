import { parseSecret, signatureHeaders } from '../../adapters/webhook-signature';

const key = Buffer.from('0123456789abcdef0123456789abcdef');
const message = { id: 'acme~1042:ab', timestamp: 1_767_225_600, body: '{"reference":"acme~1042"}' };

describe('the signature of a request', () => {
  // Worked out apart from this code, with openssl: of the id, the seconds and the body, with a full stop between them.
  test('is the one that Standard Webhooks describe', () => {
    expect(signatureHeaders(message, [key])).toEqual({
      'webhook-id': 'acme~1042:ab',
      'webhook-timestamp': '1767225600',
      'webhook-signature': 'v1,2DkV7HQYWB9wChclnWn6hy1qRD+CXvnO9Zca954b3VI=',
    });
  });

  test('stands beside another one while the key is replaced', () => {
    const both = signatureHeaders(message, [Buffer.alloc(24), key])['webhook-signature'];
    expect(both).toMatch(/^v1,\S{44} v1,2DkV7HQYWB9wChclnWn6hy1qRD\+CXvnO9Zca954b3VI=$/);
  });

  test('is another for another body, id and second', () => {
    const others = [message, { ...message, id: 'b' }, { ...message, timestamp: 2 }, { ...message, body: '{ }' }];
    expect(new Set(others.map((each) => signatureHeaders(each, [key])['webhook-signature'])).size).toBe(4);
  });
});

describe('the secret of a signature', () => {
  test.each([24, 25, 32, 64])('is whsec_ and %i bytes in base64', (bytes) => {
    const made = Buffer.alloc(bytes, 7);
    expect(parseSecret(`whsec_${made.toString('base64')}`)).toEqual(made);
  });

  const base64 = (bytes: number): string => Buffer.alloc(bytes, 7).toString('base64');
  test.each(['', 'secret', 'whsec_', `whsec_${base64(23)}`, `whsec_${base64(65)}`, base64(32), `whsec_%${base64(32)}`])(
    'is not "%s"',
    (text) => {
      expect(parseSecret(text)).toBeUndefined();
    },
  );
});
