import { Authenticator } from '../../apps/server/src/core/access/authenticator.js';
import { SessionEntity } from '../../apps/server/src/auth/session.entity.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import { makeChannel, saying } from '../support/channels.js';
import { fakeOnly } from '../support/clock.js';
import { handshake } from '../support/handshake.js';
import type { Listener } from '../support/listener.js';
import { bearer, loginFromNewDevice, PASSWORD, type Person } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { server, alice, listen, listenRaw } = useServer('alice');
let phone: Person;
let phoneHears: Listener;
let aliceHears: Listener;

beforeEach(async () => {
  phone = await loginFromNewDevice(server, 'alice');
  aliceHears = await listen(alice);
  phoneHears = await listen(phone);
});

afterEach(() => void jest.useRealTimers());

async function idOf({ client }: Person): Promise<string> {
  const { sessions } = await client.auth.listSessions();
  return sessions.find(({ is_current }) => is_current)!.id;
}

const ends: [how: string, end: () => Promise<unknown>][] = [
  ['a logout', () => phone.client.auth.logout()],
  ['being ended by its id', async () => alice.client.auth.endSessions({ session_id: await idOf(phone) })],
  ['being ended with all other sessions', () => alice.client.auth.endSessions({ others: '1' })],
  ['a new password', () => alice.client.auth.changePassword({ current_password: PASSWORD, new_password: PASSWORD })],
  ['the removal of its device', () => alice.client.devices.remove({ device_id: phone.session.device_id })],
];

it.each(ends)('RT14 a session that ends by %s closes its connections with 4001, and no others', async (_how, end) => {
  const second = await listen(phone);
  const closed = Promise.all([phoneHears, second].map(({ realtime }) => realtime.once('close')));

  await end();

  expect(await closed).toMatchObject(Array(2).fill({ code: 4001, reason: 'session_ended' }));
  await expect(phone.client.realtime().connect()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  aliceHears.send({ type: 'voice_join', channel_id: await makeChannel(alice) });
  await aliceHears.next('voice_roster');
});

it('RT14 what a client sends after the end of its session is not served', async () => {
  const channel_id = await makeChannel(alice);
  const raw = await listenRaw(phone);

  raw.socket.pause(); // so that it does not see the close frame yet
  await phone.client.auth.logout();
  raw.send(saying(channel_id, 'sent after the logout'));
  raw.socket.resume();
  expect(await raw.closed).toBe(4001);
  aliceHears.send(saying(channel_id, 'after'));
  await aliceHears.next('channel.message.new', ({ body }) => body === 'after');

  const { messages } = await alice.client.messages.list({ channel_id });
  expect(messages.map(({ body }) => body)).toEqual(['after']);
});

it.each([
  ['a logout', () => phone.client.auth.logout()],
  ['the removal of its device', () => alice.client.devices.remove({ device_id: phone.session.device_id })],
])('RT14 %s during a handshake closes the connection as soon as it is open', async (_how, end) => {
  const authenticator = server.app.get(Authenticator);
  const authenticate = authenticator.authenticate.bind(authenticator);
  // The session ends right after it was found valid.
  const seam = jest.spyOn(authenticator, 'authenticate').mockImplementationOnce(async (token) => {
    const caller = await authenticate(token);
    await end();
    return caller;
  });

  const { ear } = await handshake(server.wsUrl, { headers: bearer(phone) });

  expect(await ear!.closed).toBe(4001);
  expect(ear!.types).toEqual([]);
  seam.mockRestore();
});

it('RT14 no handshake that races with a logout survives it', async () => {
  const options = { headers: bearer(phone) };

  const racing = Array.from({ length: 8 }, () => handshake(server.wsUrl, options));
  const [, ...results] = await Promise.all([phone.client.auth.logout(), ...racing]);

  for (const { status, ear } of results) {
    if (ear) expect(await ear.closed).toBe(4001);
    else expect(status).toBe(401);
  }
});

it('RT14 a session that expires closes its connections with 4002, and no others', async () => {
  const late = await loginFromNewDevice(server, 'alice');
  const id = await idOf(late);
  const soon = Date.now() + 3_600_000;
  await server.app.get(Database).dataSource.manager.update(SessionEntity, { id }, { expiresAt: new Date(soon) });
  const raw = await listenRaw(late);

  fakeOnly(['Date'], soon);

  expect(await raw.closed).toBe(4002);
  phoneHears.send({ type: 'voice_join', channel_id: await makeChannel(alice) });
  await phoneHears.next('voice_roster');
});

it("RT15 a device's eleventh connection closes its oldest with 4003; other devices keep theirs", async () => {
  const more = [];
  for (let i = 1; i < 10; i++) more.push(await listen(phone));
  const closed = phoneHears.realtime.once('close');

  const eleventh = await listen(phone);

  expect(await closed).toMatchObject({ code: 4003, reason: 'too_many_connections' });
  const channel_id = await makeChannel(alice);
  for (const ear of [...more, eleventh, aliceHears]) {
    await ear.next('channel.updated', (frame) => frame.channel_id === channel_id);
  }
});

it('RT15 a closed connection makes room for another one', async () => {
  const more = [];
  for (let i = 1; i < 10; i++) more.push(await listen(phone));
  await more.pop()!.close();

  more.push(await listen(phone));

  const channel_id = await makeChannel(alice);
  for (const ear of [phoneHears, ...more]) {
    await ear.next('channel.updated', (frame) => frame.channel_id === channel_id);
  }
});
