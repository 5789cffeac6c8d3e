import { makeChannel, NO_ID } from '../support/channels.js';
import { call } from '../support/http.js';
import { until } from '../support/pace.js';
import { loginFromNewDevice, operator, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { server, alice, bob, listen, listenRaw } = useServer('alice', 'bob');
let aliceId: string;
let bobId: string;

beforeAll(async () => {
  aliceId = alice.session.user_id;
  bobId = bob.session.user_id;
});

/** Asks until bob is shown as wanted: the server notices a closed socket a moment after its client. */
async function untilBobIs(online: boolean): Promise<void> {
  await until(`bob is ${online ? 'online' : 'offline'}`, async () => {
    const { statuses } = await alice.client.presence.query({ user_ids: [bobId] });
    return statuses[bobId] === online;
  });
}

describe('POST /presence', () => {
  it('answers 200 with a status for every requested id, and with the admin flag of those that exist', async () => {
    const { id: reserved } = await operator(server).users.create({ username: 'reserved' });

    const answer = await call(server, 'POST', '/presence', {
      token: bob.session.token,
      body: { user_ids: [aliceId, bobId, reserved, NO_ID, '__proto__'] },
    });

    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      JSON.stringify({
        statuses: { [aliceId]: false, [bobId]: false, [reserved]: false, [NO_ID]: false, ['__proto__']: false },
        admins: { [aliceId]: true, [bobId]: false, [reserved]: false },
      }),
    );
  });

  it('shows a user as online while any of their connections is open', async () => {
    const phone = await loginFromNewDevice(server, 'bob');
    await untilBobIs(false);
    const first = await listen(bob);
    await untilBobIs(true);
    const second = await listen(phone);
    const ear = await listen(alice);
    const channel_id = await makeChannel(alice);
    first.send({ type: 'voice_join', channel_id });
    await ear.next('voice.presence', ({ active }) => active);

    await first.close();
    await ear.next('voice.presence', ({ active }) => !active); // now the server knows
    expect((await alice.client.presence.query({ user_ids: [bobId] })).statuses).toEqual({ [bobId]: true });

    await second.close();
    await untilBobIs(false);
  });

  it('shows a user as offline after their connection was cut', async () => {
    const ear = await listenRaw(bob);
    await untilBobIs(true);

    ear.socket.terminate();

    await untilBobIs(false);
  });

  it('accepts no ids, and up to 20,000: everyone whom a client knows, however many there are', async () => {
    const ids = Array.from({ length: 19_998 }, (_, i) => `0198f6a2-52c1-7d3e-9d38-${String(i).padStart(12, '0')}`);
    ids.unshift(aliceId);
    ids.push(bobId);

    const most = await alice.client.presence.query({ user_ids: ids });

    expect(Object.keys(most.statuses)).toHaveLength(20_000);
    expect(most.admins).toEqual({ [aliceId]: true, [bobId]: false });
    expect(await alice.client.presence.query({ user_ids: [] })).toEqual({ statuses: {}, admins: {} });
    await expect(alice.client.presence.query({ user_ids: [...ids, 'one more'] })).rejects.toMatchObject({
      status: 400,
    });
  });

  it('answers 401 without a session', async () => {
    await expect(stranger(server).presence.query({ user_ids: [aliceId] })).rejects.toMatchObject({ status: 401 });
  });
});
