// The best that Node can do: each frame is built once, and a client gets all frames of a tick in one write. Stores nothing.
import { Sender, WebSocketServer } from 'ws';
import { listen, toEvent, upgrades } from './common.mjs';

const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 });
const sockets = new Set();
let frames = [];

upgrades(listen(), (request, socket, head) =>
  wss.handleUpgrade(request, socket, head, (client) => {
    sockets.add(socket);
    client.on('close', () => sockets.delete(socket));
    client.on('message', (data) => {
      const text = JSON.stringify(toEvent(JSON.parse(data)));
      if (frames.length === 0) setImmediate(flush);
      frames.push(
        ...Sender.frame(Buffer.from(text), { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: false }),
      );
    });
  }),
);
setInterval(() => wss.clients.forEach((client) => client.ping()), 25_000);

function flush() {
  const bytes = Buffer.concat(frames);
  frames = [];
  for (const socket of sockets) socket.write(bytes);
}
