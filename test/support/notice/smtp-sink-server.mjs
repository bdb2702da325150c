/** A real mail server that keeps what it gets. Its parent tells it how to behave, and hears of each mail. */
import { Buffer } from 'node:buffer';
import { SMTPServer } from 'smtp-server';

let conduct = {};
const seen = new Set();
/** What to say of mails of which the parent has not heard yet. */
const unheard = [];

/** As a server says no: with a code, and with the address in its words. */
const no = (answer) => Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) });

/** `tls`: from the first byte, or once it is asked for. */
const createServer = ({ tls, certificate }) =>
  new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    ...(tls ? { ...certificate, secure: tls === 'at once' } : { disabledCommands: ['STARTTLS'] }),
    disableReverseLookup: true,
    logger: false,
    onConnect(_, callback) {
      process.send({ connected: true });
      if (!conduct.isSilent) callback();
    },
    onAuth({ username, password }, _, callback) {
      process.send({ signedIn: { username, password } });
      callback(conduct.deniesSignIn ? no('535 5.7.8 Wrong password') : null, { user: username });
    },
    onMailFrom(_, __, callback) {
      callback(conduct.toSender ? no(conduct.toSender) : null);
    },
    onRcptTo({ address }, _, callback) {
      const isNew = !seen.has(address);
      seen.add(address);
      const answer = conduct.toRecipients?.[address];
      if (conduct.isGreylisting && isNew) callback(no(`450 4.7.1 <${address}> come again later`));
      else callback(answer ? no(`${answer} <${address}>`) : null);
    },
    onData(stream, { envelope, secure }, callback) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        unheard.push(callback);
        const raw = Buffer.concat(chunks).toString('latin1');
        process.send({ mail: { from: envelope.mailFrom.address, to, isSecure: secure === true, raw } });
      });
    },
  });
let server;

function answer(callback) {
  if (!conduct.losesAnswer) callback(conduct.toData ? no(conduct.toData) : null);
  else for (const connection of server.connections) connection._socket.destroy();
}

process.on('message', ({ port, heard, tls, certificate, ...next }) => {
  if (heard) {
    answer(unheard.shift());
    return;
  }
  if (port === undefined) {
    conduct = next;
    seen.clear();
    process.send({ conducts: true });
    return;
  }
  server = createServer({ tls, certificate });
  server.on('error', () => undefined);
  const listening = server.listen(port, '127.0.0.1', () => process.send({ port: listening.address().port }));
});
process.on('disconnect', () => process.exit());
