// Bare ws as most people write it: one string, `send` in a loop.
import { WebSocket, WebSocketServer } from 'ws';
import { listen, toEvent, upgrades } from './common.mjs';

const room = new Set();
const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 });
upgrades(listen(), (request, socket, head) =>
  wss.handleUpgrade(request, socket, head, (client) => {
    client.on('message', (data) => {
      const message = JSON.parse(data);
      if (message.type === 'voice_join') {
        room.add(client);
        client.on('close', () => room.delete(client));
        client.send('{"type":"voice_roster"}');
      } else if (message.type === 'webrtc_offer') {
        for (const other of room) if (other !== client) other.send(JSON.stringify(message));
      } else {
        const text = JSON.stringify(toEvent(message));
        for (const other of wss.clients) if (other.readyState === WebSocket.OPEN) other.send(text);
      }
    });
  }),
);
setInterval(() => wss.clients.forEach((client) => client.ping()), 25_000);
