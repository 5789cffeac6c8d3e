import type { NewDeviceCertificate } from '@app/contract';
import { PASSWORD, type Person, type Plan, type World } from '../contract/support/world.js';
import { certificateOf, newSigningKey } from '../support/certificates.js';
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
    'putDeviceCertificates 201': ({ member }) => certifying(member, [certificateOf(member.device_id)]),
    'putDeviceCertificates 403 not_your_user': ({ member, admin }) =>
      certifying(
        member,
        [member, admin].map(({ device_id }) => certificateOf(device_id)),
      ),
    'putDeviceCertificates 404 device_not_found': ({ member }) =>
      certifying(
        member,
        [member.device_id, 'no-device'].map((id) => certificateOf(id)),
      ),
    'putDeviceCertificates 409 identity_mismatch': async (world) => {
      const { person, laptop } = await certified(world);
      return certifying(person, [certificateOf(laptop, { identity_key: newSigningKey() })]);
    },
    'putDeviceCertificates 409 certificate_outdated': async (world) => {
      const { person, laptop } = await certified(world, 2);
      return certifying(person, [certificateOf(laptop)]);
    },
    'requestDeviceLink 201': ({ member }) => ({ as: member }),
    'getDeviceLink 200': async (world) => ({ as: world.member, query: await asking(world) }),
    'getDeviceLink 404 link_not_found': ({ member, admin }) => ({ as: member, query: { device_id: admin.device_id } }),
    'answerDeviceLink 200': async (world) => ({ as: world.member, body: await asking(world) }),
    'answerDeviceLink 404 link_not_found': ({ member, admin }) => ({
      as: member,
      body: { device_id: admin.device_id },
    }),
  },
  events: {
    'device.certified': async ({ world, alice }) => {
      await world.done('putDeviceCertificates', certifying(world.member, [certificateOf(world.member.device_id)]));
      return alice.next('device.certified');
    },
    'device.link.requested': async ({ world, bob }) => {
      const { username } = world.member;
      const body = { username, password: PASSWORD, public_key: world.newKey() };
      const phone = (await world.done('loginUser', { body })) as unknown as Person;
      await world.done('requestDeviceLink', { as: phone });
      const frame = await bob.next('device.link.requested');
      await world.done('deleteDevice', { as: phone, query: { device_id: phone.device_id } });
      return frame;
    },
    'device.link.answered': async ({ world, bob }) => {
      await world.done('answerDeviceLink', { as: world.member, body: await asking(world) });
      return bob.next('device.link.answered');
    },
    'device.joined': async ({ world, bob }) => {
      await world.connect(world.admin);
      return bob.next('device.joined');
    },
  },
};

function certifying(as: Person, certificates: readonly NewDeviceCertificate[]): Plan {
  return { as, body: { certificates } };
}

/** Somebody whose first device has a certificate, and the id of one that has none. */
async function certified(world: World, generation = 1): Promise<{ person: Person; laptop: string }> {
  const person = await world.register();
  await world.done('putDeviceCertificates', certifying(person, [certificateOf(person.device_id, { generation })]));
  return { person, laptop: await world.addDevice(person) };
}

/** The member's device, once it has asked to be linked. */
async function asking(world: World): Promise<{ device_id: string }> {
  await world.done('requestDeviceLink', { as: world.member });
  return { device_id: world.member.device_id };
}
