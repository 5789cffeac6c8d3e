import { makeChannel, NAME_ENC } from '../support/channels.js';
import { newVersion } from '../support/key-versions.js';
import { sealed } from '../support/keys.js';
import type { Listener } from '../support/listener.js';
import { loginFromNewDevice } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { server, alice, bob, listen } = useServer('alice', 'bob');
let channel_id: string;
let ears: Listener[];
beforeEach(async () => {
  channel_id = await makeChannel(alice);
  ears = [await listen(alice), await listen(bob)];
});

/** What each has heard of a type, up to a channel that is made now. */
async function allOf(type: 'channel.updated' | 'device.removed' | 'keys.shared') {
  const last = await makeChannel(alice);
  for (const ear of ears) await ear.next('channel.updated', (frame) => frame.channel_id === last);
  return ears.map((ear) => ear.all(type).filter((frame) => !('channel_id' in frame) || frame.channel_id !== last));
}

it('RT34 removing a device is told to everyone connected', async () => {
  const { session } = await loginFromNewDevice(server, 'bob');

  await alice.client.devices.remove({ device_id: session.device_id });

  const told = { type: 'device.removed', sender: bob.session.user_id, device_id: session.device_id };
  expect(await allOf('device.removed')).toEqual([[told], [told]]);
});

it('RT34 a removal that is refused is told to nobody', async () => {
  const remove = bob.client.devices.remove({ device_id: alice.session.device_id });
  await expect(remove).rejects.toMatchObject({ status: 403 });

  expect(await allOf('device.removed')).toEqual([[], []]);
});

it('RT35 a new key of a channel is told to everyone, with the name that the channel had', async () => {
  const { channel } = await bob.client.keys.createVersion(newVersion(channel_id, 1, bob));

  const told = { type: 'channel.updated', channel_id, channel_name_enc: NAME_ENC, key: channel.key };
  expect(await allOf('channel.updated')).toEqual([[told], [told]]);
});

it('RT12 a new name is told with the version of the key that it is under, which a new key does not change', async () => {
  const first = await bob.client.keys.createVersion(newVersion(channel_id, 1, bob));
  await alice.client.channels.rename({ channel_id, name_enc: 'bmV3', key_version: 1 });
  const second = await bob.client.keys.createVersion(newVersion(channel_id, 2, bob));
  await alice.client.channels.rename({ channel_id, name_enc: 'b2xk' });

  const told = { type: 'channel.updated', channel_id };
  const heard = [
    { ...told, channel_name_enc: NAME_ENC, key: first.channel.key },
    { ...told, channel_name_enc: 'bmV3', key: first.channel.key, name_key_version: 1 },
    { ...told, channel_name_enc: 'bmV3', key: second.channel.key, name_key_version: 1 },
    { ...told, channel_name_enc: 'b2xk', key: second.channel.key },
  ];
  expect(await allOf('channel.updated')).toEqual([heard, heard]);
});

it('RT35 that a channel should get a new key is told to everyone once, however often it is asked for', async () => {
  for (const { client } of [bob, alice, bob]) await client.keys.requestRotation({ channel_id });

  const told = { type: 'channel.updated', channel_id, channel_name_enc: NAME_ENC, is_stale: true };
  expect(await allOf('channel.updated')).toEqual([[told], [told]]);
});

it('RT35 a version that comes too late is told to nobody', async () => {
  await expect(bob.client.keys.createVersion(newVersion(channel_id, 2, bob, [alice]))).rejects.toMatchObject({
    code: 'key_version_conflict',
  });

  expect(await allOf('channel.updated')).toEqual([[], []]);
  expect(await allOf('keys.shared')).toEqual([[], []]);
});

it('RT26 the first envelope of each version is announced, with the version', async () => {
  await alice.client.keys.putChannelKeys({ channel_id, envelopes: [sealed(alice, bob)] });
  await alice.client.keys.createVersion(newVersion(channel_id, 1, alice, [bob]));
  await alice.client.keys.putChannelKeys({ channel_id, version: 1, envelopes: [sealed(alice, bob, 'again')] });
  await alice.client.keys.createVersion(newVersion(channel_id, 2, alice, [alice]));
  await alice.client.keys.putChannelKeys({ channel_id, version: 2, envelopes: [sealed(alice, bob)] });

  const told = { type: 'keys.shared', channel_id };
  const [own, others] = await allOf('keys.shared');
  expect(own).toEqual([{ ...told, version: 2 }]);
  expect(others).toEqual([told, { ...told, version: 1 }, { ...told, version: 2 }]);
});
