import { parseSmtpUrl } from '../../../adapters/notice/smtp-url';

const plain = { secure: false, requireTLS: false };

describe('SMTP_URL', () => {
  test.each([
    ['smtp://mail.example', { ...plain, host: 'mail.example', port: 587 }],
    ['smtp://mail.example:25', { ...plain, host: 'mail.example', port: 25 }],
    ['smtps://mail.example/', { ...plain, host: 'mail.example', port: 465, secure: true }],
    ['smtp://[::1]:2525', { ...plain, host: '::1', port: 2525 }],
    ['SMTP://mail.example', { ...plain, host: 'mail.example', port: 587 }],
  ])('%s', (text, server) => {
    expect(parseSmtpUrl(text)).toEqual(server);
  });

  test.each([
    ['smtp://u:p@mail.example', true],
    ['smtps://u:p@mail.example', false],
    ['smtp://u:p@127.0.0.1', false],
    ['smtp://u:p@localhost', false],
  ])('%s with a password insists on STARTTLS: %s', (text, requireTLS) => {
    expect(parseSmtpUrl(text)).toMatchObject({ requireTLS, auth: { user: 'u', pass: 'p' } });
  });

  test('takes a name and password with what is special percent-encoded', () => {
    expect(parseSmtpUrl('smtps://gate%40acme.example:p%3A%2F%40%25@mail.example')?.auth).toEqual({
      user: 'gate@acme.example',
      pass: 'p:/@%',
    });
  });

  test.each([
    'mail.example',
    'mail.example:25',
    'http://mail.example',
    'smtp://',
    'smtp://u@mail.example',
    'smtp://:p@mail.example',
    'smtp://u:%E0%A4%A@mail.example',
    'smtp://mail.example/inbox',
    'smtp://mail.example?tls.rejectUnauthorized=false',
    'smtp://mail.example#x',
    'smtp://mail.example:99999',
  ])('%s is none', (text) => {
    expect(parseSmtpUrl(text)).toBeUndefined();
  });
});
