import { type Connection, Hub } from './hub.js';
import { Turns } from './turns.js';
import { FakeWebSocket } from './web-socket.js';

const nothing = () => undefined;
const peer = { onConnect: nothing, onFrame: nothing, onClose: nothing };

function connection(userId: string, deviceId: string): Connection {
  const socket = new FakeWebSocket(peer, 'ws://dialtone.test/ws');
  return { socket, sessionId: `of ${deviceId}`, userId, deviceId, via: 'header', room: undefined };
}

describe('a frame reaches', () => {
  const phone = connection('alice', 'phone');
  const laptop = connection('alice', 'laptop');
  const again = connection('alice', 'laptop');
  const bobs = connection('bob', 'desktop');

  it.each<[string, (hub: Hub) => void, Connection[]]>([
    ['everyone', (hub) => hub.broadcast({ type: 'sync.required' }), [phone, laptop, again, bobs]],
    ['everyone but one', (hub) => hub.broadcast({ type: 'sync.required' }, phone), [laptop, again, bobs]],
    ['a user', (hub) => hub.sendToUser({ type: 'sync.required' }, 'alice'), [phone, laptop, again]],
    [
      'devices',
      (hub) => hub.sendToDevices({ type: 'sync.required' }, new Set(['laptop', 'desktop'])),
      [laptop, again, bobs],
    ],
  ])('%s', (_, send, expected) => {
    const reached: Connection[] = [];
    const hub = new Hub(new Turns(), (one, { type }) => {
      if (type === 'sync.required') reached.push(one);
    });
    for (const one of [phone, laptop, again, bobs]) hub.add(one);
    send(hub);
    expect(reached).toEqual(expected);
  });
});
