import { isLoopback, isLoopbackAddress } from '../../../adapters/http/loopback';

test.each(['localhost', '127.0.0.1', '::1', '[::1]'])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(['', '127.0.0.2', 'localhost.example.com', '127.0.0.1.example.com', '::', 'LOCALHOST:'])(
  '"%s" may be another machine',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);

test.each(['localhost', 'localhost:3000', '127.0.0.1:7233', '[::1]', '[::1]:3000'])('%s leads here', (address) => {
  expect(isLoopbackAddress(address)).toBe(true);
});

test.each(['', '::1', '::1:3000', 'localhost:', 'localhost:80:80', 'localhost.example.com:80', ':3000'])(
  '"%s" may lead elsewhere',
  (address) => {
    expect(isLoopbackAddress(address)).toBe(false);
  },
);
