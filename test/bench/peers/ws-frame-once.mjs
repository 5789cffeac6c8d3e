// ws with the frame built once and written straight to the sockets, past the library.
import { Sender, WebSocketServer } from 'ws';
import { listen, toEvent, upgrades } from './common.mjs';

const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 });
const sockets = new Set();
upgrades(listen(), (request, socket, head) =>
  wss.handleUpgrade(request, socket, head, (client) => {
    sockets.add(socket);
    client.on('close', () => sockets.delete(socket));
    client.on('message', (data) => {
      const frame = frameOf(JSON.stringify(toEvent(JSON.parse(data))));
      for (const other of sockets) other.write(frame);
    });
  }),
);
setInterval(() => wss.clients.forEach((client) => client.ping()), 25_000);

function frameOf(text) {
  return Buffer.concat(
    Sender.frame(Buffer.from(text), { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: false }),
  );
}
