import { makeChannel, NAME_ENC, NO_ID } from '../support/channels.js';
import type { Listener } from '../support/listener.js';
import { sealed } from '../support/keys.js';
import { loginFromNewDevice } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { server, alice, bob, listen } = useServer('alice', 'bob');
let ears: Listener[];
beforeEach(async () => {
  ears = [await listen(alice), await listen(bob)];
});

it('RT12 creating a channel sends channel.updated to everyone', async () => {
  const { channel } = await alice.client.channels.create({ name_enc: NAME_ENC });

  for (const ear of ears) {
    expect(await ear.next('channel.updated')).toEqual({
      type: 'channel.updated',
      channel_id: channel.id,
      channel_name_enc: NAME_ENC,
    });
  }
});

it('RT12 renaming a channel sends channel.updated to everyone', async () => {
  const channel_id = await makeChannel(alice);

  await alice.client.channels.rename({ channel_id, name_enc: 'another' });

  for (const ear of ears) {
    const renamed = await ear.next('channel.updated', ({ channel_name_enc }) => channel_name_enc === 'another');
    expect(renamed).toEqual({ type: 'channel.updated', channel_id, channel_name_enc: 'another' });
  }
});

it('RT12 deleting a channel sends channel.deleted to everyone', async () => {
  const channel_id = await makeChannel(alice);

  await alice.client.channels.delete({ channel_id });

  for (const ear of ears) {
    expect(await ear.next('channel.deleted')).toEqual({ type: 'channel.deleted', channel_id });
  }
});

it('RT12 setting a profile sends user.profile.updated to everyone', async () => {
  await bob.client.users.setProfile({ name_enc: NAME_ENC });

  for (const ear of ears) {
    expect(await ear.next('user.profile.updated')).toEqual({
      type: 'user.profile.updated',
      sender: bob.session.user_id,
    });
  }
});

it('RT26 sharing keys sends keys.shared to every connection of the devices they are sealed for', async () => {
  const [aliceHears, bobHears] = ears;
  const phone = await listen(await loginFromNewDevice(server, 'bob'));
  const desk = await listen(bob);
  const channel_id = await makeChannel(alice);

  await alice.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(alice, bob)] });
  await alice.client.keys.putDirectoryKeys({ envelopes: [sealed(alice, alice), sealed(alice, bob)] });

  for (const ear of [bobHears, desk]) {
    expect(await ear.next('keys.shared')).toEqual({ type: 'keys.shared', channel_id });
    expect(await ear.next('keys.shared')).toEqual({ type: 'keys.shared' });
  }
  await aliceHears.next('keys.shared');
  expect(aliceHears.all('keys.shared')).toEqual([{ type: 'keys.shared' }]);
  await makeChannel(alice);
  await phone.next('channel.updated');
  await phone.next('channel.updated');
  expect(phone.all('keys.shared')).toEqual([]);
});

it('RT26 only the first envelope of a key is announced, however many follow and whoever posts them', async () => {
  const [, bobHears] = ears;
  const channel_id = await makeChannel(alice);
  await bob.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(bob, bob)] });
  await bobHears.next('keys.shared');
  for (let i = 0; i < 20; i++) {
    for (const sender of [alice, bob]) {
      const envelopes = [sealed(sender, bob, `${i}`)];
      await sender.client.keys.putChannelKeys({ channel_id, envelopes });
      await sender.client.keys.putDirectoryKeys({ envelopes });
    }
  }
  const another = await makeChannel(alice);
  await alice.client.keys.putChannelKeys({ channel_id: another, envelopes: [sealed(alice, bob)] });
  await bobHears.next('keys.shared', (frame) => frame.channel_id === another);

  const named = bobHears.all('keys.shared').map(({ channel_id: id }) => id);
  // Of the directory's key, bob may have had an envelope before.
  expect(named.filter((id) => id !== undefined)).toEqual([channel_id, channel_id, another]);
  expect(named.filter((id) => id === undefined).length).toBeLessThanOrEqual(1);
});

it('RT26 refused keys are not announced', async () => {
  const [aliceHears] = ears;
  const envelopes = [sealed(alice, alice)];
  await expect(alice.client.keys.putChannelKeys({ channel_id: NO_ID, envelopes })).rejects.toMatchObject({
    status: 404,
  });
  await expect(bob.client.keys.putDirectoryKeys({ envelopes })).rejects.toMatchObject({ status: 403 });
  await alice.client.users.setProfile({ name_enc: NAME_ENC });
  await aliceHears.next('user.profile.updated');
  expect(aliceHears.all('keys.shared')).toEqual([]);
});

it('RT12 refused changes are not announced', async () => {
  const channel_id = await makeChannel(alice);
  await Promise.all(ears.map((ear) => ear.next('channel.updated')));
  ears.forEach((ear) => ear.clear());

  await expect(bob.client.channels.create({ name_enc: NAME_ENC })).rejects.toMatchObject({ status: 403 });
  await expect(bob.client.channels.delete({ channel_id })).rejects.toMatchObject({ status: 403 });
  await expect(alice.client.channels.rename({ channel_id: NO_ID, name_enc: 'x' })).rejects.toMatchObject({
    status: 404,
  });
  await expect(alice.client.channels.delete({ channel_id: NO_ID })).rejects.toMatchObject({ status: 404 });
  await expect(alice.client.users.setProfile({ name_enc: '' })).rejects.toMatchObject({ status: 400 });
  await alice.client.users.setProfile({ name_enc: NAME_ENC });

  for (const ear of ears) {
    await ear.next('user.profile.updated');
    expect(ear.types).toEqual(['user.profile.updated']);
  }
});
