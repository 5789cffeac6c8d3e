import { certificateOf, newSigningKey } from '../support/certificates.js';
import { NAME_ENC } from '../support/channels.js';
import type { Listener } from '../support/listener.js';
import { loginFromNewDevice, type Person } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { server, alice, bob, listen } = useServer('alice', 'bob');
let phone: Person;
let ears: Record<'alice' | 'bob' | 'phone', Listener>;

beforeEach(async () => {
  phone = await loginFromNewDevice(server, 'bob');
  ears = { alice: await listen(alice), bob: await listen(bob), phone: await listen(phone) };
});

/** The types of what somebody has heard of devices, once everything up to now has arrived. */
async function heard(ear: Listener): Promise<string[]> {
  await alice.client.users.setProfile({ name_enc: NAME_ENC });
  await ear.next('user.profile.updated');
  return ear.types.filter((type) => type === 'device.certified' || type.startsWith('device.link.'));
}

it('RT30 everyone connected hears of each certificate that is stored', async () => {
  const ids = [bob.session.device_id, phone.session.device_id];

  await bob.client.devices.putCertificates({ certificates: ids.map((id) => certificateOf(id)) });

  for (const ear of Object.values(ears)) {
    for (const device_id of ids) {
      expect(await ear.next('device.certified', (frame) => frame.device_id === device_id)).toEqual({
        type: 'device.certified',
        sender: bob.session.user_id,
        device_id,
      });
    }
    expect(await heard(ear)).toHaveLength(2);
  }
});

it('RT30 nobody hears of certificates that are refused', async () => {
  const certificates = [bob, alice].map(({ session }) => certificateOf(session.device_id));

  await expect(bob.client.devices.putCertificates({ certificates })).rejects.toMatchObject({ status: 403 });
  const strange = [newSigningKey(), newSigningKey()].map((identity_key, index) =>
    certificateOf([bob, phone][index].session.device_id, { identity_key }),
  );
  await expect(bob.client.devices.putCertificates({ certificates: strange })).rejects.toMatchObject({ status: 409 });

  for (const ear of Object.values(ears)) expect(await heard(ear)).toEqual([]);
});

it("RT31 a request to be linked is told to the user's other devices alone", async () => {
  const further = await listen(bob);

  await phone.client.devices.requestLink({ request: NAME_ENC });

  const told = { type: 'device.link.requested', device_id: phone.session.device_id };
  for (const ear of [ears.bob, further]) expect(await ear.next('device.link.requested')).toEqual(told);
  for (const ear of [ears.alice, ears.phone]) expect(await heard(ear)).toEqual([]);
});

it('RT31 an answer is told to the device that asked alone', async () => {
  await phone.client.devices.requestLink({ request: NAME_ENC });
  const { device_id } = phone.session;
  const further = await listen(phone);

  await bob.client.devices.answerLink({ device_id, answer: NAME_ENC });

  const told = { type: 'device.link.answered', device_id };
  for (const ear of [ears.phone, further]) expect(await ear.next('device.link.answered')).toEqual(told);
  expect(await heard(ears.bob)).toEqual(['device.link.requested']);
  expect(await heard(ears.alice)).toEqual([]);
});
