import type { Person, Plan, World } from '../contract/support/world.js';
import type { FeaturePlans } from './feature-plans.js';

export const keys: FeaturePlans = {
  calls: {
    'getChannelKey 200': ({ admin, channelId }) => ({ as: admin, query: { channel_id: channelId } }),
    'getChannelKey 404 envelope_not_found': ({ member, channelId }) => ({
      as: member,
      query: { channel_id: channelId },
    }),
    'getChannelKey 404 key_version_not_found': ({ admin, channelId }) => ({
      as: admin,
      query: { channel_id: channelId, version: '7' },
    }),
    'putChannelKeys 201': (world) => channelKeys(world, [world.envelope(world.admin, world.admin)]),
    'putChannelKeys 403 not_your_device': (world) => channelKeys(world, anothers(world)),
    'putChannelKeys 403 sender_key_mismatch': (world) => channelKeys(world, mismatched(world)),
    'putChannelKeys 404 device_not_found': (world) => channelKeys(world, forNobody(world)),
    'putChannelKeys 404 key_version_not_found': (world) => ({
      as: world.admin,
      body: { channel_id: world.channelId, version: 7, envelopes: [world.envelope(world.admin, world.admin)] },
    }),
    'createKeyVersion 201': (world) => keyVersion(world, [world.envelope(world.admin, world.admin)]),
    'createKeyVersion 403 not_your_device': (world) => keyVersion(world, anothers(world)),
    'createKeyVersion 403 sender_key_mismatch': (world) => keyVersion(world, mismatched(world)),
    'createKeyVersion 404 device_not_found': (world) => keyVersion(world, forNobody(world)),
    'createKeyVersion 409 key_version_conflict': async (world) => {
      const plan = await keyVersion(world, [world.envelope(world.admin, world.admin)]);
      return { ...plan, body: { ...plan.body, version: 2 } };
    },
    'requestRotation 201': ({ member, channelId }) => ({ as: member, body: { channel_id: channelId } }),
    'getDirectoryKey 200': ({ admin }) => ({ as: admin }),
    'getDirectoryKey 204': ({ member }) => ({ as: member }),
    'putDirectoryKeys 201': (world) => directoryKeys(world, [world.envelope(world.admin, world.admin)]),
    'putDirectoryKeys 403 not_your_device': (world) => directoryKeys(world, anothers(world)),
    'putDirectoryKeys 403 sender_key_mismatch': (world) => directoryKeys(world, mismatched(world)),
    'putDirectoryKeys 404 device_not_found': (world) => directoryKeys(world, forNobody(world)),
    'getKeyBackup 200': async (world) => ({ as: await withBackup(world) }),
    'getKeyBackup 404 backup_not_found': ({ member }) => ({ as: member }),
    'putKeyBackup 201': async (world) => ({ as: await withBackup(world), body: { version: 2 } }),
    'putKeyBackup 409 backup_conflict': ({ member }) => ({ as: member, body: { version: 2 } }),
    'deleteKeyBackup 204': async (world) => ({ as: await withBackup(world) }),
    'deleteKeyBackup 404 backup_not_found': ({ member }) => ({ as: member }),
  },
  events: {
    'keys.shared': async ({ world, bob }) => {
      const channel_id = await world.createChannel(); // whose key nobody has yet
      const body = { channel_id, envelopes: [world.envelope(world.admin, world.member)] };
      await world.done('putChannelKeys', { as: world.admin, body });
      return bob.next('keys.shared');
    },
  },
};

/** Somebody whose backup is at version 1. */
async function withBackup(world: World): Promise<Person> {
  const person = await world.register();
  await world.done('putKeyBackup', { as: person, body: { version: 1 } });
  return person;
}

type Envelopes = readonly ReturnType<World['envelope']>[];

function channelKeys({ admin, channelId }: World, envelopes: Envelopes): Plan {
  return { as: admin, body: { channel_id: channelId, envelopes } };
}

/** The first new key of a channel that has got none yet. */
async function keyVersion(world: World, envelopes: Envelopes): Promise<Plan> {
  return { as: world.admin, body: { channel_id: await world.createChannel(), version: 1, envelopes } };
}

function directoryKeys({ admin }: World, envelopes: Envelopes): Plan {
  return { as: admin, body: { envelopes } };
}

/** Sealed by somebody else than the admin, who posts it. */
function anothers(world: World): Envelopes {
  return [world.envelope(world.member, world.admin)];
}

/** Sealed with another key than the device has. */
function mismatched(world: World): Envelopes {
  return [{ ...world.envelope(world.admin, world.admin), sender_public_key: world.newKey() }];
}

/** One for a device that there is, and one for a device that there is not. */
function forNobody(world: World): Envelopes {
  return [world.admin, { device_id: 'no-device' }].map((to) => world.envelope(world.admin, to));
}
