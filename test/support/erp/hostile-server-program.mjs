/**
 * Answers each request as badly as a peer can, byte by byte on the bare connection. The first part of the path says
 * how; one of no such name is never answered. Beside it a mail server that is as bad from its first word on. Its parent
 * hears of each call and of each end.
 */
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { clearInterval, setInterval } from 'node:timers';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';

const head = (headers = '', status = '200 OK') =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${headers}\r\n`;
const whole = (body, headers = '') =>
  `${head(`Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n${headers}`)}${body}`;
const chunk = (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const nested = (times) => `${'{"a":'.repeat(times)}1${'}'.repeat(times)}`;

const conducts = {
  silent: {},
  'slow drip': { first: head(), each: ' ', everyMs: 20 },
  'slow head': { first: 'HTTP/1.1 200 OK\r\n', each: 'X', everyMs: 20 },
  'endless body': { first: head(), each: 'x'.repeat(65_536) },
  'endless chunks': { first: head('Transfer-Encoding: chunked\r\n'), each: chunk('x'.repeat(4_096)) },
  'endless frames': { first: head('Transfer-Encoding: chunked\r\n'), each: `1;${'e'.repeat(2_000)}\r\n \r\n` },
  'endless head': { first: 'HTTP/1.1 200 OK\r\n', each: `X-Filler: ${'x'.repeat(4_096)}\r\n` },
  'endless interim answers': { first: '', each: 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(50) },
  'endless trailers': {
    first: `${head('Transfer-Encoding: chunked\r\n')}0\r\n`,
    each: `X-Filler: ${'x'.repeat(4_096)}\r\n`,
  },
  '10 MB of JSON': { whole: () => whole(JSON.stringify({ record: { reference: 'x'.repeat(10_000_000) } })) },
  'deep JSON': { whole: () => whole(nested(100_000)) },
  'compressed bomb': {
    whole: () => {
      const body = gzipSync(Buffer.alloc(100_000_000));
      return Buffer.concat([Buffer.from(head(`Content-Encoding: gzip\r\nContent-Length: ${body.length}\r\n`)), body]);
    },
  },
  'redirect to itself': {
    whole: (path) => head(`Location: ${path}\r\nContent-Length: 0\r\nConnection: close\r\n`, '307 Temporary Redirect'),
  },
  'absurd wait': {
    whole: () => head(`Retry-After: ${'9'.repeat(300)}\r\nContent-Length: 0\r\nConnection: close\r\n`, '429 Too Many'),
  },
  'cut off': { whole: () => `${head('Content-Length: 100\r\n')}{"record":`, ends: true },
  'no HTTP': { whole: () => 'SSH-2.0-OpenSSH_9.2\r\n', ends: true },
};

/** Of the mail server, which speaks first; `reply`: what it says once it was greeted. */
const mailConducts = {
  silent: {},
  'slow greeting': { first: '220-', each: 'x', everyMs: 20 },
  'endless greeting': { first: '220 ', each: 'x'.repeat(65_536) },
  'endless lines of one greeting': { each: `220-${'x'.repeat(60)}\r\n`.repeat(1_000) },
  'greetings without end': { each: '220 hello\r\n'.repeat(1_000) },
  'empty lines without end': { each: '\r\n'.repeat(30_000) },
  'endless reply': { first: '220 hello\r\n', reply: { each: `250-${'x'.repeat(60)}\r\n`.repeat(1_000) } },
  'replies without end': { first: '220 hello\r\n', reply: { each: '250 ok\r\n'.repeat(1_000) } },
};

/** How all paths are answered, whatever they say. */
let always;
let mailConduct = 'silent';
/** What was given to be answered as it is. */
const texts = [];

/** Sends what a conduct says, for as long as somebody listens. */
function pour(socket, { first, each, everyMs }) {
  if (first !== undefined) socket.write(first);
  if (each === undefined) return;
  if (everyMs !== undefined) {
    const timer = setInterval(() => socket.write(each), everyMs);
    socket.on('close', () => clearInterval(timer));
    return;
  }
  const more = () => {
    while (!socket.destroyed && socket.write(each));
  };
  socket.on('drain', more);
  more();
}

/** `path`: `/<conduct>/…`, or `/text/<index>/…`. */
function perform(socket, path) {
  const [, said, index] = path.split('/').map(decodeURIComponent);
  const name = always ?? said;
  if (name === 'text') return void socket.end(texts[index]);
  const conduct = conducts[name] ?? conducts.silent;
  if (!conduct.whole) return void pour(socket, conduct);
  socket.write(conduct.whole(path));
  if (conduct.ends) socket.end();
}

let connections = 0;

/** Tells of the connection once it is a call. @returns what tells of the call, by its path */
function watch(socket) {
  const id = (connections += 1);
  socket.on('error', () => undefined);
  socket.on('close', () => process.send({ closed: id, taken: socket.bytesWritten - socket.writableLength }));
  return (path) => process.send({ called: path, id });
}

function onConnection(socket) {
  const tell = watch(socket);
  let request = '';
  socket.on('data', (part) => {
    if (request.includes('\r\n\r\n')) return;
    request += part;
    if (!request.includes('\r\n\r\n')) return;
    const [, path] = request.split(' ');
    tell(path);
    perform(socket, path);
  });
}

function onMailConnection(socket) {
  const conduct = mailConducts[mailConduct];
  watch(socket)(`/mail/${encodeURIComponent(mailConduct)}`);
  pour(socket, conduct);
  if (conduct.reply) socket.once('data', () => pour(socket, conduct.reply));
  else socket.resume();
}

async function listen(server) {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server.address().port;
}

async function act({ certificate, status, text, conduct, mail }) {
  if (certificate) {
    const [http, https, smtp] = await Promise.all(
      [createServer(onConnection), createTlsServer(certificate, onConnection), createServer(onMailConnection)].map(
        listen,
      ),
    );
    return { ports: { http, https, smtp } };
  }
  always = conduct ?? always;
  mailConduct = mail ?? mailConduct;
  if (text !== undefined) {
    const body = `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n`;
    texts.push(`${head(body, `${status} Said`)}${text}`);
  }
  return { echo: true };
}

process.on('message', async (message) => process.send(await act(message)));
process.on('disconnect', () => process.exit());
