// Runs one operation with a real client and writes what came, one JSON object a line: {"next"}, {"error"}, {"complete"}.
// Usage: node watch.js CLIENT URL TOKEN QUERY [MOST], where CLIENT is `sse`, `init` (a WebSocket whose first message
// brings the token) or `upgrade` (one whose upgrade request does), and after MOST parts it wants no more.
import * as sse from 'graphql-sse';
import * as ws from 'graphql-ws';
import { WebSocket } from 'ws';

const [client, url, token, query, most = 'Infinity'] = process.argv.slice(2);
const authorization = `Bearer ${token}`;
const write = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

class Authorized extends WebSocket {
  constructor(address, protocols) {
    super(address, protocols, { headers: { authorization } });
  }
}

function connected() {
  if (client === 'sse') return sse.createClient({ url, headers: { authorization }, retryAttempts: 0 });
  const address = url.replace('http', 'ws');
  if (client === 'upgrade') return ws.createClient({ url: address, webSocketImpl: Authorized, retryAttempts: 0 });
  return ws.createClient({ url: address, webSocketImpl: WebSocket, connectionParams: { authorization }, retryAttempts: 0 });
}

/** A close frame, a list of GraphQL errors, or an error of the network. */
function named(error) {
  if (Array.isArray(error)) return { errors: error };
  if (error?.code) return { code: error.code, reason: error.reason };
  return { message: String(error?.message ?? error), status: error?.response?.status };
}

const asking = connected();
try {
  let count = 0;
  for await (const next of asking.iterate({ query })) {
    write({ next });
    count += 1;
    if (count >= Number(most)) break;
  }
  write({ complete: count });
} catch (error) {
  write({ error: named(error) });
}
await asking.dispose();
