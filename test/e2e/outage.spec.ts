import { spawnSync } from 'node:child_process';
import type { SendChannelMessage } from '@dialtone/sdk';
import { makeChannel } from '../support/channels.js';
import { freshMysql, TEST_DATABASE_URL, type TestDatabase } from '../support/database.js';
import { byProxy } from '../support/database-by-proxy.js';
import { call } from '../support/http.js';
import { type Listener, listen } from '../support/listener.js';
import { PrivateMariadb } from '../support/mariadb.js';
import { type Person, register } from '../support/people.js';
import { naming, sendAcked, sendUntilAcked } from '../support/sending.js';
import { startServer, type TestServer } from '../support/server.js';
import { onStore } from '../support/store.js';
import type { TcpProxy } from '../support/tcp-proxy.js';

const HEALING_MS = 5000;
const env = { DIALTONE_RATE_LIMIT: 'off' };

/** A server, and two people in a voice room of it. */
interface Scene {
  readonly server: TestServer;
  readonly alice: Person;
  readonly aliceHears: Listener;
  readonly bobHears: Listener;
  readonly channel_id: string;
}

async function setScene(database: TestDatabase): Promise<Scene> {
  const server = await startServer({ database, env });
  const [alice, bob] = [await register(server, 'alice'), await register(server, 'bob')];
  const channel_id = await makeChannel(alice);
  const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];
  for (const ear of [aliceHears, bobHears]) {
    ear.send({ type: 'voice_join', channel_id });
    await ear.next('voice_roster');
  }
  return { server, alice, aliceHears, bobHears, channel_id };
}

/** Checks what holds while the database is away. */
async function expectOutage({ server, alice, aliceHears, bobHears, channel_id }: Scene): Promise<SendChannelMessage> {
  const frame = naming(channel_id, 'during');
  aliceHears.clear();
  aliceHears.send(frame, {
    type: 'webrtc_offer',
    channel_id,
    recipient: bobHears.userId,
    sdp: 'offer during the outage',
  });
  await bobHears.next('webrtc_offer', ({ sdp }) => sdp === 'offer during the outage');

  expect(await aliceHears.next('error')).toMatchObject({ code: 'server_unavailable' });
  const read = await call(server, 'GET', '/channels', { token: alice.session.token });
  expect([read.status, read.code]).toEqual([503, 'server_unavailable']);
  expect(Number(read.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(aliceHears.all('channel.message.ack')).toEqual([]);
  return frame;
}

/** Checks what holds once it is back. */
async function expectHealed({ alice, aliceHears, bobHears, channel_id }: Scene, frame: SendChannelMessage) {
  expect(await sendUntilAcked(aliceHears, frame)).toBeLessThan(HEALING_MS);
  const { messages } = await alice.client.messages.list({ channel_id });
  expect(messages.map(({ body }) => body)).toEqual(['before', 'during']);
  await bobHears.next('channel.message.new', ({ body }) => body === 'during');
  expect(bobHears.all('channel.message.new').map(({ message_id }) => message_id)).toEqual(messages.map(({ id }) => id));
}

describe('the connection to the database', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let scene: Scene;

  beforeEach(async () => {
    const weak = await byProxy(await freshMysql(TEST_DATABASE_URL ?? ''));
    database = weak.database;
    proxy = weak.proxy as TcpProxy;
    scene = await setScene(database);
    await sendAcked(scene.aliceHears, scene.channel_id, 'before');
  });
  afterEach(async () => {
    await scene.server.close();
    await database.drop();
  });

  it('is cut: writes and reads are refused, sockets and voice go on, and all recovers with it', async () => {
    proxy.cut();
    const frame = await expectOutage(scene);
    proxy.restore();

    await expectHealed(scene, frame);
  });

  it('is cut repeatedly under load: every acknowledged message is stored exactly once', async () => {
    const { alice, aliceHears, channel_id } = scene;
    const frames = Array.from({ length: 300 }, (_, i) => naming(channel_id, `load ${String(i)}`));
    let isSending = true;
    const sending = Promise.all(
      Array.from({ length: 3 }, async (_, lane) => {
        const ear = await listen(alice);
        for (const frame of frames.slice(lane * 100, lane * 100 + 100)) await sendUntilAcked(ear, frame);
        await ear.close();
      }),
    ).finally(() => (isSending = false));
    for (let cuts = 0; isSending && cuts < 8; cuts++) {
      await aliceHears.next('channel.message.new');
      proxy.cut();
      await new Promise((resolve) => setImmediate(resolve));
      proxy.restore();
    }
    await sending;

    const { messages } = await alice.client.messages.list({ channel_id, limit: 500 });
    expect(messages.map(({ body }) => body).sort()).toEqual(['before', ...frames.map(({ body }) => body)].sort());
  });

  it('is cut between a COMMIT and its answer: no acknowledgement, a retry finds the message, everybody hears it once', async () => {
    const { alice, aliceHears, bobHears, channel_id, server } = scene;
    let isInserted = false;
    const cut = proxy.cutBeforeAnswerTo((bytes) => {
      isInserted ||= bytes.includes('INSERT INTO messages');
      return isInserted && bytes.includes('COMMIT');
    });
    const frame = naming(channel_id, 'in doubt');

    aliceHears.clear();
    aliceHears.send(frame);
    await cut;
    expect(await aliceHears.next('error')).toMatchObject({ code: 'server_unavailable' });
    expect(aliceHears.all('channel.message.ack')).toEqual([]);
    const [stored] = await onStore(server, `SELECT id FROM messages WHERE body = 'in doubt'`);
    expect(stored).toBeDefined(); // otherwise the cut came too early to prove anything

    // Nobody sends anything more, and yet the others hear of it.
    const live = await bobHears.next('channel.message.new', ({ body }) => body === 'in doubt');
    await sendUntilAcked(aliceHears, frame);
    await sendAcked(aliceHears, channel_id, 'after');
    await bobHears.next('channel.message.new', ({ body }) => body === 'after');

    const { messages } = await alice.client.messages.list({ channel_id });
    expect(live.message_id).toBe(stored?.id);
    expect(messages.map(({ body }) => body)).toEqual(['before', 'in doubt', 'after']);
    expect(bobHears.all('channel.message.new').map(({ body }) => body)).toEqual(['before', 'in doubt', 'after']);
  });

  it('is cut, and the database executes late what had reached it: everybody still hears of it', async () => {
    const { aliceHears, bobHears, channel_id } = scene;
    const cut = proxy.cutBefore((bytes) => bytes.includes('INSERT INTO messages'));

    aliceHears.clear();
    aliceHears.send(naming(channel_id, 'late'));
    const arrive = await cut;
    expect(await aliceHears.next('error')).toMatchObject({ code: 'server_unavailable' });
    await sendAcked(aliceHears, channel_id, 'meanwhile');
    arrive();

    await bobHears.next('channel.message.new', ({ body }) => body === 'late');
    expect(bobHears.all('channel.message.new').map(({ body }) => body)).toEqual(['before', 'meanwhile', 'late']);
  });
});

// Needs a MariaDB server that it may stop.
if (spawnSync('mariadbd', ['--version']).status === 0)
  describe('a MariaDB server', () => {
    let mariadb: PrivateMariadb;
    let database: TestDatabase;
    let scene: Scene;

    beforeAll(async () => {
      mariadb = await PrivateMariadb.start();
    });
    afterAll(() => mariadb.remove());
    beforeEach(async () => {
      database = await freshMysql(mariadb.url);
      scene = await setScene(database);
      await sendAcked(scene.aliceHears, scene.channel_id, 'before');
    });
    afterEach(() => scene.server.close());

    it('that hangs: writes and reads are refused, sockets and voice go on, and all recovers with it', async () => {
      mariadb.freeze();
      try {
        const frame = await expectOutage(scene);
        mariadb.thaw();

        await expectHealed(scene, frame);
      } finally {
        mariadb.thaw();
      }
    });

    it('that is stopped and started again: writes and reads are refused, and all recovers with it', async () => {
      await mariadb.stop();
      const frame = await expectOutage(scene);
      await mariadb.start();

      await expectHealed(scene, frame);
    });
  });
