import { Certificates, type ListedDevice } from './certificates.js';

/** A device whose certificate nobody has signed. */
const device: ListedDevice = {
  user_id: 'alice',
  device_id: 'phone',
  public_key: Buffer.alloc(32, 9).toString('base64'),
  certificate: {
    identity_key: Buffer.alloc(32, 1).toString('base64'),
    generation: 1,
    capabilities: ['key-versions'],
    signed_at: '2026-03-01T09:30:00.000Z',
    signature: Buffer.alloc(64).toString('base64'),
  },
};

it('are checked, but for those that an earlier session has found to be valid', async () => {
  const certificates = new Certificates();
  expect(certificates.isNew).toBe(true);
  expect((await certificates.check([device])).forged).toHaveLength(1);
  expect(certificates.isNew).toBe(false);

  const later = new Certificates();
  later.remember([device, { ...device, device_id: 'bare', certificate: undefined }]);
  expect((await later.check([device])).valid).toHaveLength(1);
  const others: ListedDevice[] = [
    { ...device, user_id: 'bob' },
    { ...device, device_id: 'tablet' },
    { ...device, public_key: Buffer.alloc(32, 8).toString('base64') },
    ...[{ capabilities: [] }, { generation: 2 }, { signed_at: '2026-03-01T09:30:00.001Z' }].map((change) => ({
      ...device,
      certificate: { ...device.certificate!, ...change },
    })),
  ];
  expect((await later.check(others)).forged).toHaveLength(others.length);
});
