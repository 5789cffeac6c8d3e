import { makeChannel } from '../support/channels.js';
import type { Listener } from '../support/listener.js';
import { loginFromNewDevice, type Person } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { server, alice, bob, listen } = useServer('alice', 'bob');
let aliceHears: Listener;
beforeEach(async () => {
  aliceHears = await listen(alice);
});

const changed = ({ session }: Person, online: boolean) => ({
  type: 'presence.changed',
  user_id: session.user_id,
  online,
});

/** What alice has heard of somebody's presence, up to the announcement of a channel that is made now. */
async function heardOf({ session }: Person) {
  const channel_id = await makeChannel(alice);
  await aliceHears.next('channel.updated', (frame) => frame.channel_id === channel_id);
  return aliceHears.all('presence.changed').filter(({ user_id }) => user_id === session.user_id);
}

it("RT18 everyone else hears of a user's first connection, and of the end of their last one", async () => {
  const bobHears = await listen(bob);
  await aliceHears.next('presence.changed', ({ online }) => online);
  await bobHears.close();
  await aliceHears.next('presence.changed', ({ online }) => !online);

  expect(await heardOf(bob)).toEqual([changed(bob, true), changed(bob, false)]);
  expect(bobHears.all('presence.changed')).toEqual([]);
});

it('RT18 further connections of the user, from any device, are not announced', async () => {
  const first = await listen(bob);
  await listen(bob);
  const third = await listen(await loginFromNewDevice(server, 'bob'));

  await first.close();
  await third.close();

  expect(await heardOf(bob)).toEqual([changed(bob, true)]);
  const { statuses } = await alice.client.presence.query({ user_ids: [bob.session.user_id] });
  expect(statuses).toEqual({ [bob.session.user_id]: true });
});

it("RT18 a user's own connections do not hear of it", async () => {
  const bobHears = await listen(bob);
  const phoneHears = await listen(await loginFromNewDevice(server, 'bob'));

  await phoneHears.close();
  await heardOf(bob);
  await bobHears.next('channel.updated');

  expect([...bobHears.all('presence.changed'), ...phoneHears.all('presence.changed')]).toEqual([]);
});

it('RT18 a connection that was cut counts as ended', async () => {
  const phone = await loginFromNewDevice(server, 'bob');
  const phoneHears = await listen(phone);
  await aliceHears.next('presence.changed', ({ online }) => online);

  await phone.client.auth.logout(); // cuts it from the server's side

  await aliceHears.next('presence.changed', ({ online }) => !online);
  expect(phoneHears.all('presence.changed')).toEqual([]);
});
