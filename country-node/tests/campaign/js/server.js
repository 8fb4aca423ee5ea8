// A mail server (npm `smtp-server`) that keeps what it takes. One JSON a line: orders on standard input, what happened on standard output.
//
// Its log is written and synced before it says that it took a message, as mail servers do, and before each of both it may take its time.
import { openSync, writeSync, fsyncSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';

const [log, options] = [process.argv[2], JSON.parse(process.argv[3] ?? '{}')];
const file = openSync(log, 'a');
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
let orders = { slow: 0, refuse: {}, atEnd: {}, hangUp: 0, closeAtData: false };
let taken = [];

const wait = () => new Promise((done) => setTimeout(done, Math.random() * orders.slow));

const refusal = (code) => Object.assign(new Error('not this one'), { responseCode: code });

// Before it answers DATA: no text was sent then.
const data = SMTPConnection.prototype.handler_DATA;
SMTPConnection.prototype.handler_DATA = function answer(command, done) {
  return orders.closeAtData ? this._socket.destroy() : data.call(this, command, done);
};

const server = new SMTPServer({
  name: 'mail.test',
  logger: false,
  closeTimeout: 100,
  authOptional: !options.password,
  disabledCommands: options.cert ? [] : ['AUTH', 'STARTTLS'],
  key: options.key && readFileSync(options.key),
  cert: options.cert && readFileSync(options.cert),
  secure: Boolean(options.secure),
  onAuth: (auth, _session, done) =>
    auth.username === options.user && auth.password === options.password
      ? done(null, { user: auth.username })
      : done(refusal(535)),
  onRcptTo: (address, _session, done) => {
    const code = orders.refuse[address.address];
    return code ? done(refusal(code)) : done();
  },
  onData: (stream, session, done) => {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', async () => {
      const text = Buffer.concat(parts).toString('utf8');
      const to = session.envelope.rcptTo.map((of) => of.address);
      await wait();
      const code = orders.atEnd[to[0]];
      if (code) return done(refusal(code));
      const id = /^message-id:\s*<([^>]+)>/im.exec(text)?.[1];
      writeSync(file, `${new Date().toISOString()} taken <${id}>\n`);
      fsyncSync(file);
      taken.push({ id, to, from: session.envelope.mailFrom.address, secure: session.secure, user: session.user, text });
      if (orders.hangUp > 0) {
        orders.hangUp -= 1;
        for (const connection of server.connections) connection._socket.destroy();
        return undefined;
      }
      await wait();
      return done();
    });
  },
});
// Clients are killed in the middle of it.
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => say({ port: server.server.address().port }));

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const order = JSON.parse(line);
    if (order.tell) {
      say({ taken });
      if (order.forget) taken = [];
    } else {
      orders = { ...orders, ...order };
      say({ done: true });
    }
  })
  .on('close', () => process.exit(0));
