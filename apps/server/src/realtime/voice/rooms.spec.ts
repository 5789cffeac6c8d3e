import { Caller } from '../../core/access/caller.js';
import { ClientSocket } from '../../core/ws/client-socket.js';
import { Rooms } from './rooms.js';

/** How the WebSocket server makes its sockets. */
type Unconnected = new (address: null, protocols: undefined, options: object) => ClientSocket;

/** A socket that is not connected to anything: rooms only keep it. */
function connectionOf(userId: string): ClientSocket {
  const client = new (ClientSocket as unknown as Unconnected)(null, undefined, {});
  client.caller = new Caller(userId, `${userId}'s device`, `${userId}'s session`, false, true, new Date());
  return client;
}

const alice = connectionOf('alice');
const bob = connectionOf('bob');
const bobsPhone = connectionOf('bob');
const carol = connectionOf('carol');
let rooms: Rooms;

beforeEach(() => {
  rooms = new Rooms();
});

it('begins without rooms', () => {
  expect(rooms.all()).toEqual({});
  expect(rooms.current(alice)).toBeUndefined();
  expect([...rooms.in('lobby')]).toEqual([]);
  expect(rooms.users('lobby')).toEqual([]);
});

it('knows who is in which room, each user once and sorted', () => {
  for (const client of [bob, carol, alice, bobsPhone]) rooms.add(client, 'lobby');

  expect(rooms.users('lobby')).toEqual(['alice', 'bob', 'carol']);
  expect(rooms.in('lobby')).toEqual(new Set([bob, carol, alice, bobsPhone]));
  expect(rooms.current(bobsPhone)).toBe('lobby');
  expect(rooms.all()).toEqual({ lobby: ['alice', 'bob', 'carol'] });
});

it('knows whether a user is in a room with any connection', () => {
  rooms.add(bob, 'lobby');
  rooms.add(bobsPhone, 'lobby');

  rooms.remove(bob, 'lobby');
  expect(rooms.hasUser('lobby', 'bob')).toBe(true);

  rooms.remove(bobsPhone, 'lobby');
  expect(rooms.hasUser('lobby', 'bob')).toBe(false);
});

it('keeps the rooms apart', () => {
  rooms.add(alice, 'lobby');
  rooms.add(bob, 'kitchen');
  rooms.remove(alice, 'lobby');

  expect(rooms.all()).toEqual({ kitchen: ['bob'] });
  expect(rooms.current(bob)).toBe('kitchen');
  expect(rooms.hasUser('kitchen', 'alice')).toBe(false);
});

it('forgets a room once it is empty', () => {
  rooms.add(alice, 'lobby');
  rooms.remove(alice, 'lobby');

  expect(rooms.all()).toEqual({});
  expect(rooms.current(alice)).toBeUndefined();
});

it('takes the same connection into the same room once', () => {
  rooms.add(alice, 'lobby');
  rooms.add(alice, 'lobby');
  rooms.remove(alice, 'lobby');

  expect(rooms.all()).toEqual({});
});
