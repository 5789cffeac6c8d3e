import { ChannelsService } from '../../apps/server/src/channels/channels.service.js';
import { makeChannel } from '../support/channels.js';
import type { Heard, Listener } from '../support/listener.js';
import { until } from '../support/pace.js';
import { loginFromNewDevice, type Person, register } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { server, alice, bob, carol, listen, listenRaw } = useServer('alice', 'bob', 'carol');
let channel_id: string;
let aliceHears: Listener;
let bobHears: Listener;
let carolHears: Listener;
beforeEach(async () => {
  channel_id = await makeChannel(alice);
  aliceHears = await listen(alice);
  bobHears = await listen(bob);
  carolHears = await listen(carol); // never joins the room
});

/** Waits until the listener knows that somebody is in the room, or out of it. */
async function learns(ear: Heard, { session }: Person, channel: string, active: boolean): Promise<void> {
  await ear.next(
    'voice.presence',
    (frame) => frame.sender === session.user_id && frame.channel_id === channel && frame.active === active,
  );
}

/** Joins the room, waits until all three know, and clears what they have heard so far. */
async function join(ear: Listener, channel = channel_id): Promise<void> {
  const all = [aliceHears, bobHears, carolHears];
  ear.send({ type: 'voice_join', channel_id: channel });
  await Promise.all(all.map((other) => learns(other, ear.person, channel, true)));
  for (const other of all) other.clear();
}

const joined = ({ session }: Person, channel = channel_id) => ({
  type: 'voice_join',
  channel_id: channel,
  sender: session.user_id,
});
const left = ({ session }: Person, channel = channel_id) => ({
  type: 'voice_leave',
  channel_id: channel,
  sender: session.user_id,
});
const presence = ({ session }: Person, active: boolean, channel = channel_id) => ({
  type: 'voice.presence',
  channel_id: channel,
  sender: session.user_id,
  active,
});
const roster = (...people: Person[]) => ({
  type: 'voice_roster',
  channel_id,
  sender: '',
  users: people.map(({ session }) => session.user_id).sort(),
});

describe('joining', () => {
  it('RT6 sends the roster to the joiner, voice_join to the members and voice.presence to everyone', async () => {
    await join(aliceHears);

    bobHears.send({ type: 'voice_join', channel_id });
    await Promise.all([aliceHears, bobHears, carolHears].map((ear) => learns(ear, bob, channel_id, true)));

    expect(bobHears.frames).toEqual([roster(alice, bob), joined(bob), presence(bob, true)]);
    expect(aliceHears.frames).toEqual([joined(bob), presence(bob, true)]);
    expect(carolHears.frames).toEqual([presence(bob, true)]);
  });

  it('RT6 an empty room sends a roster with the joiner alone', async () => {
    aliceHears.clear();

    aliceHears.send({ type: 'voice_join', channel_id });
    await learns(aliceHears, alice, channel_id, true);

    expect(aliceHears.frames.slice(-3)).toEqual([roster(alice), joined(alice), presence(alice, true)]);
  });

  it('RT7 another room leaves the first one: its members and everyone hear of it', async () => {
    const other = await makeChannel(alice);
    await join(bobHears);
    await join(aliceHears);

    aliceHears.send({ type: 'voice_join', channel_id: other });
    await Promise.all([aliceHears, bobHears, carolHears].map((ear) => learns(ear, alice, other, true)));

    expect(bobHears.frames).toEqual([left(alice), presence(alice, false), presence(alice, true, other)]);
    expect(carolHears.frames).toEqual([presence(alice, false), presence(alice, true, other)]);
    expect(aliceHears.frames).toEqual([
      presence(alice, false),
      { ...roster(alice), channel_id: other },
      joined(alice, other),
      presence(alice, true, other),
    ]);
    const ear = await listen(carol);
    expect(ear.frames[0]).toMatchObject({
      voice_rooms: { [channel_id]: [bob.session.user_id], [other]: [alice.session.user_id] },
    });
  });

  it('RT7 the same room again sends the roster, and does not leave the room', async () => {
    await join(aliceHears);

    aliceHears.send({ type: 'voice_join', channel_id });
    await aliceHears.next('voice_roster');
    aliceHears.send({ type: 'voice_leave', channel_id });
    await Promise.all([aliceHears, carolHears].map((ear) => learns(ear, alice, channel_id, false)));

    expect(aliceHears.frames).toEqual([roster(alice), joined(alice), presence(alice, false)]);
    expect(carolHears.frames).toEqual([presence(alice, false)]);
  });

  it('RT7 each connection of a user can be in a room of its own', async () => {
    const other = await makeChannel(alice);
    const phoneHears = await listen(await loginFromNewDevice(server, 'alice'));
    await join(aliceHears);

    phoneHears.send({ type: 'voice_join', channel_id: other });
    await learns(carolHears, alice, other, true);

    expect(carolHears.frames.filter(({ type }) => type !== 'channel.updated')).toEqual([presence(alice, true, other)]);
  });
});

describe('leaving', () => {
  it('RT8 informs the remaining members and everyone', async () => {
    await join(aliceHears);
    await join(bobHears);

    bobHears.send({ type: 'voice_leave', channel_id });
    await Promise.all([aliceHears, bobHears, carolHears].map((ear) => learns(ear, bob, channel_id, false)));

    expect(aliceHears.frames).toEqual([left(bob), presence(bob, false)]);
    expect(bobHears.frames).toEqual([presence(bob, false)]);
    expect(carolHears.frames).toEqual([presence(bob, false)]);
    const ear = await listen(carol);
    expect(ear.frames[0]).toMatchObject({ voice_rooms: { [channel_id]: [alice.session.user_id] } });
  });

  it('RT8 by closing the connection does the same', async () => {
    const phoneHears = await listen(await loginFromNewDevice(server, 'bob'));
    await join(aliceHears);
    await join(phoneHears);

    await phoneHears.close();
    await Promise.all([aliceHears, carolHears].map((ear) => learns(ear, bob, channel_id, false)));

    expect(aliceHears.frames).toEqual([left(bob), presence(bob, false)]);
    expect(carolHears.frames).toEqual([presence(bob, false)]);
  });

  it('RT8 by a dropped connection does the same', async () => {
    const phone = await loginFromNewDevice(server, 'bob');
    await join(aliceHears);
    const raw = await listenRaw(phone);
    raw.send({ type: 'voice_join', channel_id });
    await Promise.all([aliceHears, carolHears].map((ear) => learns(ear, bob, channel_id, true)));
    aliceHears.clear();
    carolHears.clear();

    raw.socket.terminate();
    await Promise.all([aliceHears, carolHears].map((ear) => learns(ear, bob, channel_id, false)));

    expect(aliceHears.frames).toEqual([left(bob), presence(bob, false)]);
    expect(carolHears.frames).toEqual([presence(bob, false)]);
  });

  it('RT8 is announced only when the last of the user’s connections has left the room', async () => {
    const phoneHears = await listen(await loginFromNewDevice(server, 'bob'));
    await join(aliceHears);
    await join(bobHears);
    phoneHears.send({ type: 'voice_join', channel_id });
    await phoneHears.next('voice_roster');

    phoneHears.send({ type: 'voice_leave', channel_id }, { type: 'voice_join', channel_id });
    await phoneHears.next('voice_roster');
    await phoneHears.close();
    bobHears.send({ type: 'voice_leave', channel_id });
    await Promise.all([aliceHears, carolHears].map((ear) => learns(ear, bob, channel_id, false)));

    expect(carolHears.all('voice.presence')).toEqual([presence(bob, false)]);
    expect(aliceHears.all('voice_leave')).toEqual([left(bob)]);
  });

  it('RT8 a room that the connection is not in changes nothing, and is not an error', async () => {
    const other = await makeChannel(alice);
    await join(aliceHears);

    bobHears.send({ type: 'voice_leave', channel_id });
    aliceHears.send({ type: 'voice_leave', channel_id: other }, { type: 'voice_leave', channel_id });
    await Promise.all([aliceHears, carolHears].map((ear) => learns(ear, alice, channel_id, false)));

    expect(aliceHears.frames).toEqual([presence(alice, false)]);
    expect(carolHears.frames).toEqual([presence(alice, false)]);
    expect(bobHears.all('error')).toEqual([]);
  });

  it('RT8 a connection that is cut while it joins leaves nobody behind', async () => {
    const channels = server.app.get(ChannelsService);
    const assertExists = channels.assertExists.bind(channels);
    const isOffline = async () => {
      const { statuses } = await alice.client.presence.query({ user_ids: [dave.session.user_id] });
      return !statuses[dave.session.user_id];
    };
    // The same check, but it takes until the connection is gone.
    const check = jest.spyOn(channels, 'assertExists').mockImplementation(async (id) => {
      raw.socket.terminate();
      await until('dave is offline', isOffline);
      return assertExists(id);
    });
    const dave = await register(server, 'dave');
    const raw = await listenRaw(dave);

    raw.send({ type: 'voice_join', channel_id });
    await raw.closed;
    expect(check).toHaveBeenCalledTimes(1);
    await check.mock.results[0]?.value;
    check.mockRestore();

    const ear = await listen(alice);
    expect(ear.all('voice.presence.snapshot')[0]?.voice_rooms).toEqual({});
    expect(carolHears.all('voice.presence')).toEqual([]);
  });

  it('RT8 a deleted channel ends its room', async () => {
    await join(aliceHears);

    await alice.client.channels.delete({ channel_id });
    await carolHears.next('channel.deleted');

    expect(carolHears.frames).toEqual([presence(alice, false), { type: 'channel.deleted', channel_id }]);
  });
});
