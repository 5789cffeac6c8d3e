import fc from 'fast-check';
import { type Member, Rooms } from './rooms.js';

/** A user's connection, on the way into a room. */
function member(id: string, channelId: string): Member {
  const [userId] = id.split(' ');
  return { id, node: 'node', userId, deviceId: `device of ${id}`, channelId };
}

const [alice, bob, bobsPhone, carol] = ['alice', 'bob', 'bob phone', 'carol'];
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
  const members = [bob, carol, alice, bobsPhone].map((id) => member(id, 'lobby'));
  for (const one of members) rooms.add(one);

  expect(rooms.users('lobby')).toEqual(['alice', 'bob', 'carol']);
  expect(rooms.in('lobby')).toEqual(new Set(members));
  expect(rooms.current(bobsPhone)).toBe('lobby');
  expect(rooms.all()).toEqual({ lobby: ['alice', 'bob', 'carol'] });
});

it('knows whether a user is in a room with any connection', () => {
  rooms.add(member(bob, 'lobby'));
  rooms.add(member(bobsPhone, 'lobby'));

  rooms.remove(bob);
  expect(rooms.hasUser('lobby', 'bob')).toBe(true);

  rooms.remove(bobsPhone);
  expect(rooms.hasUser('lobby', 'bob')).toBe(false);
});

type Step = readonly [what: 'join' | 'drop' | 'close', connection: string, channel: string];

it('however connections join, leave, drop and rooms are closed, it knows what a plain list knows', () => {
  const channels = ['lobby', 'kitchen', 'attic'];
  const steps = fc.array(
    fc.tuple(
      fc.constantFrom('join' as const, 'join' as const, 'drop' as const, 'close' as const),
      fc.constantFrom(alice, bob, bobsPhone, carol, 'carol phone'),
      fc.constantFrom(...channels),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (story: Step[]) => {
      const fresh = new Rooms();
      let list: Member[] = [];
      for (const [what, id, channelId] of story) {
        if (what === 'join') {
          list = [...list.filter((one) => one.id !== id), member(id, channelId)];
          fresh.add(member(id, channelId));
        } else if (what === 'drop') {
          list = list.filter((one) => one.id !== id);
          fresh.remove(id);
        } else {
          list = list.filter((one) => one.channelId !== channelId);
          for (const one of [...fresh.in(channelId)]) fresh.remove(one.id);
        }
        const usersIn = (channel: string) =>
          [...new Set(list.filter((one) => one.channelId === channel).map(({ userId }) => userId))].sort();
        const inUse = channels.filter((channel) => usersIn(channel).length > 0);
        expect(fresh.all()).toEqual(Object.fromEntries(inUse.map((channel) => [channel, usersIn(channel)])));
        expect(fresh.current(id)).toBe(list.find((one) => one.id === id)?.channelId);
        for (const channel of channels) {
          expect(fresh.hasUser(channel, 'bob')).toBe(usersIn(channel).includes('bob'));
          expect([...fresh.in(channel)].map((one) => one.id).sort()).toEqual(
            list
              .filter((one) => one.channelId === channel)
              .map((one) => one.id)
              .sort(),
          );
        }
      }
    }),
  );
});
