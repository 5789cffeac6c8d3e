import { type Connection, Hub } from './hub.js';
import { Turns } from './turns.js';
import { FakeWebSocket } from './web-socket.js';

const nothing = () => undefined;
const peer = { onConnect: nothing, onFrame: nothing, onClose: nothing };

function connection(sessionId: string, userId: string, deviceId: string): Connection {
  const socket = new FakeWebSocket(peer, 'ws://dialtone.test/ws');
  return { socket, sessionId, userId, deviceId, via: 'header', room: undefined };
}

describe('a frame reaches', () => {
  const phone = connection('phone', 'alice', 'phone');
  const laptop = connection('laptop', 'alice', 'laptop');
  const again = connection('laptop again', 'alice', 'laptop');
  const bobs = connection('desktop', 'bob', 'desktop');
  const frame = { type: 'sync.required' } as const;

  it.each<[string, (hub: Hub) => void, string[]]>([
    ['everyone', (hub) => hub.broadcast(frame), ['phone', 'laptop', 'laptop again', 'desktop']],
    ['everyone but one', (hub) => hub.broadcast(frame, phone), ['laptop', 'laptop again', 'desktop']],
    ['a user', (hub) => hub.sendToUser(frame, 'alice'), ['phone', 'laptop', 'laptop again']],
    [
      'devices',
      (hub) => hub.sendToDevices(frame, new Set(['laptop', 'desktop'])),
      ['laptop', 'laptop again', 'desktop'],
    ],
  ])('%s', (_, send, expected) => {
    const reached: string[] = [];
    const hub = new Hub(new Turns(), ({ sessionId }, { type }) => {
      if (type === frame.type) reached.push(sessionId);
    });
    for (const one of [phone, laptop, again, bobs]) hub.add(one);
    send(hub);
    expect(reached).toEqual(expected);
  });
});
