import { generateKeyPair } from '@dialtone/sdk/crypto';
import { certificateOf, newSigningKey } from '../../support/certificates.js';
import type { Rule, Target } from './conformance.js';
import { codeOf, Ear, type Someone } from './ear.js';

/** Another device of somebody's. */
async function another({ visitor }: Target, { session, password }: Someone): Promise<Someone> {
  const client = visitor({});
  const { publicKey: public_key } = await generateKeyPair();
  return { client, password, session: await client.auth.login({ username: session.username, password, public_key }) };
}

/** The keys of everyone's devices: whose each is, and its certificate. */
async function listed({ client }: Someone) {
  const { keys } = await client.devices.listKeys({ all: '1' });
  return keys.map(({ device_id, certificate }) => [device_id, certificate] as const);
}

/** Certificates of devices, and requests to be linked. */
export const rulesOfDevices: readonly Rule[] = [
  [
    'certificates are listed as they were signed, everyone hears of them, and they go with the device',
    async (target) => {
      const [alice, bob] = [await target.register('alice'), await target.register('bob')];
      const phone = await another(target, bob);
      const ears = [await Ear.open(alice), await Ear.open(bob), await Ear.open(phone)];
      const { signing_key: _, ...plain } = certificateOf(phone.session.device_id, { capabilities: [] });
      const certificates = [certificateOf(bob.session.device_id), plain];
      await phone.client.devices.putCertificates({ certificates });
      const heard = await Promise.all(ears.map((ear) => ear.types()));
      const shown = (await listed(alice)).map(([id, certificate]) => JSON.stringify({ device_id: id, ...certificate }));
      const expected = [{ device_id: alice.session.device_id }, ...certificates].map((one) => JSON.stringify(one));
      const { keys } = await bob.client.devices.listKeys({ user_id: bob.session.user_id });
      await bob.client.devices.remove({ device_id: phone.session.device_id });
      return [
        heard,
        shown.map((text, index) => text === expected[index]),
        keys.map(({ certificate }) => certificate?.capabilities),
        (await listed(alice)).length,
      ];
    },
    [
      Array(3).fill(['device.certified', 'device.certified']),
      [true, true, true],
      [['message-proofs', 'voice-proofs'], []],
      2,
    ],
  ],
  [
    'certificates are refused together, and why they are',
    async (target) => {
      const [alice, bob] = [await target.register('alice'), await target.register('bob')];
      const phone = await another(target, bob);
      const [here, there] = [bob.session.device_id, phone.session.device_id];
      const put = (...certificates: ReturnType<typeof certificateOf>[]) =>
        codeOf(bob.client.devices.putCertificates({ certificates }));
      const reset = (...certificates: ReturnType<typeof certificateOf>[]) =>
        codeOf(bob.client.devices.putCertificates({ certificates, reset_identity: true }));
      const identity_key = newSigningKey();
      const codes = [
        await put(certificateOf(here), certificateOf(alice.session.device_id)),
        await put(certificateOf(here), certificateOf('no-device'), certificateOf(alice.session.device_id)),
        await put(certificateOf(here), certificateOf(here)),
        await put(certificateOf(here), certificateOf(there, { identity_key })),
        await put(certificateOf(here), certificateOf(there, { generation: 2 })),
      ];
      const none = (await listed(alice)).filter(([, certificate]) => certificate !== undefined).length;
      const later = [
        await put(certificateOf(here, { generation: 2 })),
        await put(certificateOf(here, { generation: 2 }), certificateOf(there, { generation: 2 })),
        await put(certificateOf(there)),
        await reset(certificateOf(there)),
        await put(certificateOf(there, { identity_key })),
        await put(certificateOf(here, { identity_key }), certificateOf(there)),
        await reset(certificateOf(there, { identity_key })),
      ];
      const left = (await listed(alice)).flatMap(([id, certificate]) => (certificate ? [id === there] : []));
      return [codes, none, later, left];
    },
    [
      ['not_your_user', 'device_not_found', 'invalid_request', 'identity_mismatch', 'certificate_outdated'],
      0,
      [
        'none',
        'certificate_outdated',
        'certificate_outdated',
        'certificate_outdated',
        'identity_mismatch',
        'identity_mismatch',
        'none',
      ],
      [true],
    ],
  ],
  [
    'a request to be linked and its answer reach the devices that they are for, and nobody else',
    async (target) => {
      const [alice, bob] = [await target.register('alice'), await target.register('bob')];
      const phone = await another(target, bob);
      const ears = [await Ear.open(alice), await Ear.open(bob), await Ear.open(phone)];
      const { device_id } = phone.session;
      const read = ({ client }: Someone) => client.devices.getLink({ device_id });
      const before = await codeOf(read(bob));
      await phone.client.devices.requestLink({ request: 'first' });
      await bob.client.devices.answerLink({ device_id, answer: 'to the first' });
      const { expires_at: _, ...first } = await read(phone);
      await phone.client.devices.requestLink({ request: 'second' });
      const { expires_at: __, ...second } = await read(bob);
      const others = [
        await codeOf(read(alice)),
        await codeOf(alice.client.devices.answerLink({ device_id, answer: 'x' })),
        await codeOf(bob.client.devices.answerLink({ device_id: bob.session.device_id, answer: 'x' })),
      ];
      const heard = await Promise.all(ears.map((ear) => ear.types()));
      await bob.client.devices.remove({ device_id });
      const after = await codeOf(read(bob));
      return [before, Object.keys(first), first.answer, Object.keys(second), others, heard, after];
    },
    [
      'link_not_found',
      ['device_id', 'request', 'answer'],
      'to the first',
      ['device_id', 'request'],
      Array(3).fill('link_not_found'),
      [[], ['device.link.requested', 'device.link.requested'], ['device.link.answered']],
      'link_not_found',
    ],
  ],
];
