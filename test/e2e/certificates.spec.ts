import { isApiError, type NewDeviceCertificate } from '@dialtone/sdk';
import { certificateOf, newSigningKey } from '../support/certificates.js';
import { NO_ID } from '../support/channels.js';
import { call } from '../support/http.js';
import { loginFromNewDevice, type Person, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice } = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'alice');
let bob: Person;
let phone: Person;
let names = 0;

beforeEach(async () => {
  const name = `bob${String((names += 1))}`;
  bob = await register(server, name);
  phone = await loginFromNewDevice(server, name);
});

function put(person: Person, certificates: readonly NewDeviceCertificate[], reset_identity?: boolean) {
  return person.client.devices.putCertificates({
    certificates: [...certificates],
    ...(reset_identity !== undefined && { reset_identity }),
  });
}

/** The certificate of each of somebody's devices, by the device's id, as a stranger sees it. */
async function listed({ session }: Person) {
  const { keys } = await alice.client.devices.listKeys({ all: '1' });
  const own = keys.filter(({ user_id }) => user_id === session.user_id);
  return new Map(own.map(({ device_id, certificate }) => [device_id, certificate]));
}

function stored({ device_id: _, ...certificate }: NewDeviceCertificate) {
  return certificate;
}

describe('POST /devices/certificates', () => {
  it('stores certificates exactly as they were signed, and both lists of keys have them', async () => {
    const capabilities = ['zebra', 'message-proofs', 'a'];
    const first = certificateOf(bob.session.device_id, { generation: 2_147_483_647, capabilities });
    const { signing_key: _, ...second } = certificateOf(phone.session.device_id, { capabilities: [] });
    second.generation = first.generation;

    expect(await put(bob, [first, second])).toEqual({ status: 'ok' });

    expect([...(await listed(bob)).values()]).toEqual([stored(first), stored(second)]);
    const { keys } = await phone.client.devices.listKeys({ user_id: bob.session.user_id });
    expect(keys).toEqual([
      { device_id: first.device_id, public_key: bob.session.device_public_key, certificate: stored(first) },
      { device_id: second.device_id, public_key: phone.session.device_public_key, certificate: stored(second) },
    ]);
  });

  it('leaves the keys of devices without one as older clients know them', async () => {
    await put(bob, [certificateOf(bob.session.device_id)]);

    const answer = await call(server, 'GET', '/devices/keys?all=1', { token: phone.session.token });

    const { keys } = JSON.parse(answer.text) as { keys: { device_id: string }[] };
    expect(keys.find(({ device_id }) => device_id === phone.session.device_id)).toEqual({
      user_id: phone.session.user_id,
      device_id: phone.session.device_id,
      public_key: phone.session.device_public_key,
    });
  });

  it('replaces a certificate as a whole', async () => {
    await put(bob, [certificateOf(bob.session.device_id)]);
    const { signing_key: _, ...second } = certificateOf(bob.session.device_id, { generation: 2, capabilities: [] });

    await put(bob, [second]);

    expect((await listed(bob)).get(bob.session.device_id)).toEqual(stored(second));
  });

  it('lets a device without a certificate certify others of its user', async () => {
    const certificate = certificateOf(bob.session.device_id);

    await put(phone, [certificate]);

    expect((await listed(bob)).get(bob.session.device_id)).toEqual(stored(certificate));
  });

  it.each([
    ['of somebody else', () => alice.session.device_id, 403, 'not_your_user'],
    ['that there is not', () => NO_ID, 404, 'device_not_found'],
  ])('refuses a device %s, and stores nothing', async (_, other, status, code) => {
    const certificates = [bob.session.device_id, other()].map((id) => certificateOf(id));
    const before = await countRows(server, 'device_certificates');

    await expect(put(bob, certificates)).rejects.toMatchObject({ status, code });

    expect(await countRows(server, 'device_certificates')).toEqual(before);
  });

  it('refuses a device that is named twice, and stores nothing', async () => {
    const certificates = [1, 2].map(() => certificateOf(bob.session.device_id));

    await expect(put(bob, certificates)).rejects.toMatchObject({
      status: 400,
      code: 'invalid_request',
      message: expect.stringContaining('certificates names a device twice'),
    });

    expect((await listed(bob)).get(bob.session.device_id)).toBeUndefined();
  });

  it.each<[string, object]>([
    ['no certificate', { certificates: [] }],
    ['more than 50', { certificates: Array.from({ length: 51 }, () => certificateOf(NO_ID)) }],
    ['a generation of 0', { certificates: [certificateOf(NO_ID, { generation: 0 })] }],
    ['a time without milliseconds', { certificates: [certificateOf(NO_ID, { signed_at: '2026-03-01T09:30:00Z' })] }],
    ['a capability with a space', { certificates: [certificateOf(NO_ID, { capabilities: ['two words'] })] }],
    ['a key of 31 bytes', { certificates: [certificateOf(NO_ID, { signing_key: `${'A'.repeat(42)}==` })] }],
    ['an unknown field', { certificates: [{ ...certificateOf(NO_ID), name: 'phone' }] }],
    ['a reset that is no boolean', { certificates: [certificateOf(NO_ID)], reset_identity: 'yes' }],
  ])('answers 400 for %s', async (_, body) => {
    const answer = await call(server, 'POST', '/devices/certificates', { token: bob.session.token, body });

    expect(answer.status).toBe(400);
  });

  it('answers 401 without a session', async () => {
    const certificates = [certificateOf(bob.session.device_id)];
    await expect(stranger(server).devices.putCertificates({ certificates })).rejects.toMatchObject({ status: 401 });
  });

  it('goes with the device', async () => {
    await put(
      bob,
      [bob, phone].map(({ session }) => certificateOf(session.device_id)),
    );
    const before = await countRows(server, 'device_certificates');

    await bob.client.devices.remove({ device_id: phone.session.device_id });

    expect(await countRows(server, 'device_certificates')).toEqual({
      device_certificates: before['device_certificates'] - 1,
    });
  });
});

describe("a user's identity", () => {
  it('is one: another one is refused, and nothing is stored', async () => {
    const certificate = certificateOf(bob.session.device_id);
    await put(bob, [certificate]);
    const certificates = [certificateOf(phone.session.device_id, { identity_key: newSigningKey() })];

    await expect(put(phone, certificates)).rejects.toMatchObject({ status: 409, code: 'identity_mismatch' });
    await expect(put(phone, certificates, false)).rejects.toMatchObject({ code: 'identity_mismatch' });

    expect([...(await listed(bob)).values()]).toEqual([stored(certificate), undefined]);
  });

  it('is one in each request, too', async () => {
    const certificates = [bob, phone].map(({ session }) =>
      certificateOf(session.device_id, { identity_key: newSigningKey() }),
    );

    for (const reset of [false, true]) {
      await expect(put(bob, certificates, reset)).rejects.toMatchObject({ status: 409, code: 'identity_mismatch' });
    }
    expect([...(await listed(bob)).values()]).toEqual([undefined, undefined]);
  });

  it("is nobody else's business", async () => {
    const other = await register(server, `carol${String(names)}`);
    const identity_key = newSigningKey();
    const mine = certificateOf(bob.session.device_id, { generation: 9 });
    await put(bob, [mine]);

    await put(other, [certificateOf(other.session.device_id, { identity_key })], true);

    expect((await listed(bob)).get(bob.session.device_id)).toEqual(stored(mine));
  });

  it('is replaced by a reset, which drops the certificates of the one before and begins anew', async () => {
    await put(
      bob,
      [bob, phone].map(({ session }) => certificateOf(session.device_id, { generation: 5 })),
    );
    const certificate = certificateOf(phone.session.device_id, { identity_key: newSigningKey() });

    await put(phone, [certificate], true);

    expect([...(await listed(bob)).values()]).toEqual([undefined, stored(certificate)]);
  });

  it('keeps the certificates of its other devices when it is reset once more', async () => {
    const certificates = [bob, phone].map(({ session }) => certificateOf(session.device_id));
    await put(bob, certificates);

    await put(bob, certificates.slice(0, 1), true);

    expect([...(await listed(bob)).values()]).toEqual(certificates.map(stored));
  });

  it('may be another one where no other device has a certificate', async () => {
    await put(bob, [certificateOf(bob.session.device_id, { generation: 5 })]);
    const certificate = certificateOf(bob.session.device_id, { identity_key: newSigningKey() });

    await put(bob, [certificate]);

    expect((await listed(bob)).get(bob.session.device_id)).toEqual(stored(certificate));
  });

  it('is that of the first device, when several bring one at once', async () => {
    const others = await Promise.all(Array.from({ length: 6 }, () => loginFromNewDevice(server, bob.name)));
    const racers = [bob, phone, ...others];
    const certificates = racers.map(({ session }) =>
      certificateOf(session.device_id, { identity_key: newSigningKey() }),
    );

    const outcomes = await Promise.allSettled(racers.map((racer, index) => put(racer, [certificates[index]])));

    const codes = outcomes.map((outcome) => {
      if (outcome.status === 'fulfilled') return 'stored';
      return isApiError(outcome.reason) ? String(outcome.reason.code) : String(outcome.reason);
    });
    expect(codes.filter((code) => code === 'stored')).toHaveLength(1);
    expect(codes.filter((code) => code === 'identity_mismatch')).toHaveLength(racers.length - 1);
    const winner = certificates[codes.indexOf('stored')];
    const present = [...(await listed(bob))].filter(([, certificate]) => certificate !== undefined);
    expect(present).toEqual([[winner.device_id, stored(winner)]]);
  });
});

describe('generations', () => {
  it('never go back, so that an old device does not undo a removal', async () => {
    const newer = certificateOf(bob.session.device_id, { generation: 2 });
    await put(bob, [newer]);

    for (const { session } of [bob, phone]) {
      for (const reset of [false, true]) {
        await expect(put(phone, [certificateOf(session.device_id)], reset)).rejects.toMatchObject({
          status: 409,
          code: 'certificate_outdated',
        });
      }
    }

    expect([...(await listed(bob)).values()]).toEqual([stored(newer), undefined]);
  });

  it('are the same for all devices of a request', async () => {
    const certificates = [bob, phone].map(({ session }, index) =>
      certificateOf(session.device_id, { generation: index + 1 }),
    );

    await expect(put(bob, certificates)).rejects.toMatchObject({ code: 'certificate_outdated' });

    expect([...(await listed(bob)).values()]).toEqual([undefined, undefined]);
  });

  it('grow with each removal, also with two at the same time', async () => {
    const removal = () => [bob, phone].map(({ session }) => certificateOf(session.device_id, { generation: 2 }));
    const first = removal();
    await put(bob, first);

    await expect(put(phone, removal())).rejects.toMatchObject({ status: 409, code: 'certificate_outdated' });

    expect([...(await listed(bob)).values()]).toEqual(first.map(stored));
  });

  it('may be shared by devices that are certified one after the other', async () => {
    const certificates = [bob, phone].map(({ session }) => certificateOf(session.device_id, { generation: 3 }));

    for (const certificate of certificates) await put(bob, [certificate]);

    expect([...(await listed(bob)).values()]).toEqual(certificates.map(stored));
  });
});
