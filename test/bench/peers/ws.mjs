// Bare ws as most people write it: one string, `send` in a loop.
import { WebSocket, WebSocketServer } from 'ws';
import { listen, toEvent, upgrades } from './common.mjs';

const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 });
upgrades(listen(), (request, socket, head) =>
  wss.handleUpgrade(request, socket, head, (client) => {
    client.on('message', (data) => {
      const text = JSON.stringify(toEvent(JSON.parse(data)));
      for (const other of wss.clients) if (other.readyState === WebSocket.OPEN) other.send(text);
    });
  }),
);
setInterval(() => wss.clients.forEach((client) => client.ping()), 25_000);
