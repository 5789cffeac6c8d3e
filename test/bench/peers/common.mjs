import { createServer } from 'node:http';

/** The one token that the peers let in: looking it up is all the authentication they have. */
const tokens = new Set(['peer-token']);

export function isAllowed(token) {
  return tokens.has(token);
}

/** An HTTP server on a free port; the caller says what it is for. */
export function listen() {
  const server = createServer((_request, response) => response.writeHead(404).end());
  server.listen(0, '127.0.0.1', 4096, () => console.log(`port ${server.address().port}`));
  return server;
}

/** Hands over the WebSocket handshakes that carry the token, and refuses the others. */
export function upgrades(server, accept) {
  server.on('upgrade', (request, socket, head) => {
    if (isAllowed(request.headers.authorization?.slice('Bearer '.length))) accept(request, socket, head);
    else socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
  });
}

let last = 0;

/** The event that a message becomes: as long as Dialtone's, with an id and a time of its own. */
export function toEvent({ channel_id, body, sender_name_enc }) {
  return {
    type: 'channel.message.new',
    message_id: `0198f6a3-0c5e-7b7a-b1ce-${String(++last).padStart(12, '0')}`,
    channel_id,
    sender: '0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2',
    sender_name_enc,
    body,
    sent_at: new Date().toISOString(),
  };
}
