import type { FeaturePlans } from './feature-plans.js';

export const devices: FeaturePlans = {
  calls: {
    'createDevice 201': (world) => ({
      as: world.member,
      body: { user_id: world.member.user_id, public_key: world.newKey() },
    }),
    'createDevice 403 not_your_user': ({ member, admin }) => ({ as: member, body: { user_id: admin.user_id } }),
    'createDevice 409 too_many_devices': async (world) => {
      const person = await world.crowded();
      return { as: person, body: { user_id: person.user_id, public_key: world.newKey() } };
    },
    'deleteDevice 204': async (world) => ({
      as: world.member,
      query: { device_id: await world.addDevice(world.member) },
    }),
    'deleteDevice 403 not_your_user': ({ member, admin }) => ({ as: member, query: { device_id: admin.device_id } }),
    'listDeviceKeys 200': ({ member }) => ({ as: member, query: { user_id: member.user_id } }),
    'listDeviceKeys 403 not_your_user': ({ member, admin }) => ({ as: member, query: { user_id: admin.user_id } }),
  },
  events: {
    'device.joined': async ({ world, bob }) => {
      await world.connect(world.admin);
      return bob.next('device.joined');
    },
    'device.removed': async ({ world, bob }) => {
      await world.done('deleteDevice', { as: world.admin, query: { device_id: await world.addDevice(world.admin) } });
      return bob.next('device.removed');
    },
  },
};
