// Socket.IO as its documentation has it, over WebSocket alone; `io.emit` encodes an event once for everyone.
import { Server } from 'socket.io';
import { isAllowed, listen, toEvent } from './common.mjs';

const io = new Server(listen(), { transports: ['websocket'], perMessageDeflate: false, maxHttpBufferSize: 65_536 });
io.use((socket, next) => next(isAllowed(socket.handshake.auth.token) ? undefined : new Error('unauthorized')));
io.on('connection', (socket) =>
  socket.on('message', (message) => {
    if (message.type === 'voice_join') {
      void socket.join('voice');
      socket.emit('message', { type: 'voice_roster' });
    } else if (message.type === 'webrtc_offer') socket.to('voice').emit('message', message);
    else io.emit('message', toEvent(message));
  }),
);
