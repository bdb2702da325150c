/** A real https server that keeps what it is told. Its parent tells it how to answer, and hears of each call. */
import { Buffer } from 'node:buffer';
import { createServer } from 'node:https';

let conduct = {};
/** Calls whose parent has not heard of them yet. */
const unheard = [];

function answer(response) {
  const { status = 204, headers = {}, isSilent, isFlooding } = conduct;
  if (isSilent) return;
  response.writeHead(status, headers);
  if (!isFlooding) {
    response.end();
    return;
  }
  const chunk = Buffer.alloc(65_536);
  let written = 0;
  const pour = () => {
    while (!response.destroyed && response.write(chunk)) written += chunk.length;
    response.once('drain', pour);
  };
  response.on('close', () => process.send({ poured: written }));
  pour();
}

process.on('message', (message) => {
  if (message.heard) {
    answer(unheard.shift());
    return;
  }
  if (!('certificate' in message)) {
    conduct = message;
    process.send({ conducts: true });
    return;
  }
  const server = createServer(message.certificate, (request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      unheard.push(response);
      process.send({ call: { method, url, headers, body: Buffer.concat(chunks).toString() } });
    });
  });
  server.listen(message.port, '127.0.0.1', () => process.send({ port: server.address().port }));
});
process.on('disconnect', () => process.exit());
