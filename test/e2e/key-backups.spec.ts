import { maxBytes } from '@app/contract';
import { loginFromNewDevice, register } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice, bob } = useServer({ perTest: true }, 'alice', 'bob');

const LONGEST = 'A'.repeat(maxBytes.KeyBackupData);

it('a backup is read by all devices of its user, and by nobody else', async () => {
  const phone = await loginFromNewDevice(server, 'alice');

  await alice.client.keys.putBackup({ version: 1, data: 'Zmlyc3Q=' });

  expect(await phone.client.keys.getBackup()).toEqual({
    version: 1,
    data: 'Zmlyc3Q=',
    updated_at: expect.stringMatching(/Z$/),
  });
  await expect(bob.client.keys.getBackup()).rejects.toMatchObject({ status: 404, code: 'backup_not_found' });
  await expect(bob.client.keys.deleteBackup()).rejects.toMatchObject({ status: 404, code: 'backup_not_found' });
});

it('each version follows the one before; any other changes nothing', async () => {
  await expect(alice.client.keys.putBackup({ version: 2, data: 'AAAA' })).rejects.toMatchObject({
    status: 409,
    code: 'backup_conflict',
  });
  await alice.client.keys.putBackup({ version: 1, data: 'Zmlyc3Q=' });
  await alice.client.keys.putBackup({ version: 2, data: 'c2Vjb25k' });

  for (const version of [1, 2, 4]) {
    const write = alice.client.keys.putBackup({ version, data: 'AAAA' });
    await expect(write).rejects.toMatchObject({ code: 'backup_conflict' });
  }

  expect(await alice.client.keys.getBackup()).toMatchObject({ version: 2, data: 'c2Vjb25k' });
});

it('of devices that write the same version at once, exactly one is stored, whole', async () => {
  const data = Array.from({ length: 10 }, (_, i) => String(i).repeat(200_000));

  const outcomes = await Promise.allSettled(data.map((d) => alice.client.keys.putBackup({ version: 1, data: d })));

  const stored = outcomes.flatMap(({ status }, i) => (status === 'fulfilled' ? [data[i]] : []));
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  expect(stored).toHaveLength(1);
  expect(refusals).toEqual(Array(9).fill(expect.objectContaining({ code: 'backup_conflict' })));
  expect((await alice.client.keys.getBackup()).data === stored[0]).toBe(true);
});

it('the longest there may be is stored and read as it is, a shorter one takes its place, a longer one is refused', async () => {
  await alice.client.keys.putBackup({ version: 1, data: LONGEST });
  expect((await alice.client.keys.getBackup()).data === LONGEST).toBe(true);

  const longer = alice.client.keys.putBackup({ version: 2, data: `${LONGEST}AAAA` });
  await expect(longer).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
  await alice.client.keys.putBackup({ version: 2, data: 'c2hvcnQ=' });

  expect(await alice.client.keys.getBackup()).toMatchObject({ version: 2, data: 'c2hvcnQ=' });
  expect(await countRows(server, 'key_backups')).toEqual({ key_backups: 1 });
});

it('after its deletion the first version is 1 again', async () => {
  await alice.client.keys.putBackup({ version: 1, data: LONGEST });

  await alice.client.keys.deleteBackup();

  await expect(alice.client.keys.getBackup()).rejects.toMatchObject({ code: 'backup_not_found' });
  expect(await countRows(server, 'key_backups')).toEqual({ key_backups: 0 });
  await alice.client.keys.putBackup({ version: 1, data: 'Zmlyc3Q=' });
});

it('a device that is removed leaves the backup to the others', async () => {
  const phone = await loginFromNewDevice(server, 'alice');
  await phone.client.keys.putBackup({ version: 1, data: 'Zmlyc3Q=' });

  await alice.client.devices.remove({ device_id: phone.session.device_id });

  expect(await alice.client.keys.getBackup()).toMatchObject({ version: 1 });
});

it('people who are not trusted keep one too', async () => {
  const carol = await register(server, 'carol');
  await alice.client.users.update({ user_id: carol.session.user_id, is_trusted: false });

  await carol.client.keys.putBackup({ version: 1, data: 'Zmlyc3Q=' });

  expect(await carol.client.keys.getBackup()).toMatchObject({ version: 1 });
});
