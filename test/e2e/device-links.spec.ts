import { limits } from '@app/contract';
import { NO_ID } from '../support/channels.js';
import { call } from '../support/http.js';
import { loginFromNewDevice, type Person, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows, expireLinks } from '../support/store.js';

const { server, alice, bob } = useServer('alice', 'bob');
let phone: Person;
let device_id: string;

beforeEach(async () => {
  phone = await loginFromNewDevice(server, 'bob');
  ({ device_id } = phone.session);
});

const NOT_FOUND = { status: 404, code: 'link_not_found' };

it('a request is read by the devices of the user, and its answer by the one that asked', async () => {
  const before = Date.now();
  expect(await phone.client.devices.requestLink({ request: 'of the phone' })).toEqual({ status: 'ok' });

  const link = await bob.client.devices.getLink({ device_id });

  expect(link).toEqual({ device_id, request: 'of the phone', expires_at: expect.stringMatching(/Z$/) });
  const lifetime = (Date.parse(link.expires_at) - before) / 1000;
  expect(lifetime).toBeGreaterThanOrEqual(limits.linkTtlSeconds);
  expect(await phone.client.devices.getLink({ device_id })).toEqual(link);
  expect(await bob.client.devices.answerLink({ device_id, answer: 'of the laptop' })).toEqual({ status: 'ok' });
  expect(await phone.client.devices.getLink({ device_id })).toEqual({ ...link, answer: 'of the laptop' });
});

it('a new request takes the place of the one before, and of its answer', async () => {
  await phone.client.devices.requestLink({ request: 'first' });
  await bob.client.devices.answerLink({ device_id, answer: 'to the first' });

  await phone.client.devices.requestLink({ request: 'second' });

  const { expires_at: _, ...link } = await bob.client.devices.getLink({ device_id });
  expect(link).toEqual({ device_id, request: 'second' });
  await bob.client.devices.answerLink({ device_id, answer: 'once' });
  await bob.client.devices.answerLink({ device_id, answer: 'twice' });
  expect(await phone.client.devices.getLink({ device_id })).toMatchObject({ request: 'second', answer: 'twice' });
});

it('nobody else, whatever their role, reads or answers it', async () => {
  await phone.client.devices.requestLink({ request: 'of the phone' });

  await expect(alice.client.devices.getLink({ device_id })).rejects.toMatchObject(NOT_FOUND);
  await expect(alice.client.devices.answerLink({ device_id, answer: 'x' })).rejects.toMatchObject(NOT_FOUND);

  expect(await phone.client.devices.getLink({ device_id })).not.toHaveProperty('answer');
});

it('a device that there is not, and one that has not asked, are the same', async () => {
  for (const id of [NO_ID, bob.session.device_id]) {
    await expect(bob.client.devices.getLink({ device_id: id })).rejects.toMatchObject(NOT_FOUND);
    await expect(bob.client.devices.answerLink({ device_id: id, answer: 'x' })).rejects.toMatchObject(NOT_FOUND);
  }
});

it('an expired request is gone, and deleted with the next one of anybody', async () => {
  await phone.client.devices.requestLink({ request: 'of the phone' });
  await bob.client.devices.answerLink({ device_id, answer: 'of the laptop' });

  await expireLinks(server);

  for (const { client } of [bob, phone]) {
    await expect(client.devices.getLink({ device_id })).rejects.toMatchObject(NOT_FOUND);
    await expect(client.devices.answerLink({ device_id, answer: 'late' })).rejects.toMatchObject(NOT_FOUND);
  }
  await alice.client.devices.requestLink({ request: 'of alice' });
  expect(await countRows(server, 'device_links')).toEqual({ device_links: 1 });
  await phone.client.devices.requestLink({ request: 'again' });
  expect(await bob.client.devices.getLink({ device_id })).toMatchObject({ request: 'again' });
});

it('goes with the device', async () => {
  await phone.client.devices.requestLink({ request: 'of the phone' });
  const before = await countRows(server, 'device_links');

  await bob.client.devices.remove({ device_id });

  await expect(bob.client.devices.getLink({ device_id })).rejects.toMatchObject(NOT_FOUND);
  expect(await countRows(server, 'device_links')).toEqual({ device_links: before['device_links'] - 1 });
});

it.each([
  ['nothing', '', ''],
  ['a blank', ' ', ' '],
  ['a text with too many characters', 'x'.repeat(4097), 'x'.repeat(49_153)],
  ['a text with too many bytes', 'ä'.repeat(2049), 'ä'.repeat(24_577)],
])('%s is neither a request nor an answer', async (_, request, answered) => {
  for (const [method, body] of [
    ['POST', { request }],
    ['PATCH', { device_id, answer: answered }],
  ] as const) {
    const answer = await call(server, method, '/devices/links', { token: phone.session.token, body });
    expect([method, answer.status]).toEqual([method, 400]);
  }
});

it('takes 4,096 bytes, the most that there may be', async () => {
  const request = 'ä'.repeat(2048);

  await phone.client.devices.requestLink({ request });

  expect(await bob.client.devices.getLink({ device_id })).toMatchObject({ request });
});

it('answers 401 without a session', async () => {
  const { devices } = stranger(server);
  await expect(devices.requestLink({ request: 'x' })).rejects.toMatchObject({ status: 401 });
  await expect(devices.getLink({ device_id })).rejects.toMatchObject({ status: 401 });
  await expect(devices.answerLink({ device_id, answer: 'x' })).rejects.toMatchObject({ status: 401 });
});
