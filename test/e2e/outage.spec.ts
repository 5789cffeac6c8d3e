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

/** What holds while the database is away. */
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

/** What holds once it is back. */
async function expectHealed({ alice, aliceHears, bobHears, channel_id }: Scene, frame: SendChannelMessage) {
  expect(await sendUntilAcked(aliceHears, frame)).toBeLessThan(HEALING_MS);
  const { messages } = await alice.client.messages.list({ channel_id });
  expect(messages.map(({ body }) => body)).toEqual(['before', 'during']);
  await bobHears.next('channel.message.new', ({ body }) => body === 'during');
  expect(bobHears.all('channel.message.new').map(({ message_id }) => message_id)).toEqual(messages.map(({ id }) => id));
}

describe('the way to the database', () => {
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

  it('is cut: sends and reads are refused, sockets and voice go on, all heals when it is back', async () => {
    proxy.cut();
    const frame = await expectOutage(scene);
    proxy.restore();

    await expectHealed(scene, frame);
  });

  it('is cut again and again under load: what was acknowledged is there once, and nothing twice', async () => {
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

  it('is cut between a COMMIT and its answer: nothing is acknowledged, a retry finds the message, everybody hears it once', async () => {
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
    expect(stored).toBeDefined(); // else the cut came too early to show anything

    // Nobody sends anything: the others hear of it all the same.
    const live = await bobHears.next('channel.message.new', ({ body }) => body === 'in doubt');
    await sendUntilAcked(aliceHears, frame);
    await sendAcked(aliceHears, channel_id, 'after');
    await bobHears.next('channel.message.new', ({ body }) => body === 'after');

    const { messages } = await alice.client.messages.list({ channel_id });
    expect(live.message_id).toBe(stored?.id);
    expect(messages.map(({ body }) => body)).toEqual(['before', 'in doubt', 'after']);
    expect(bobHears.all('channel.message.new').map(({ body }) => body)).toEqual(['before', 'in doubt', 'after']);
  });

  it('is cut, and the database carries out late what had reached it: everybody hears it all the same', async () => {
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

// A database server elsewhere cannot be stopped from here.
if (spawnSync('mariadbd', ['--version']).status === 0)
  describe('a MariaDB server', () => {
    let mariadb: PrivateMariadb;
    let database: TestDatabase;
    let scene: Scene;

    beforeAll(async () => {
      mariadb = await PrivateMariadb.start();
    }, 60_000);
    afterAll(() => mariadb.remove());
    beforeEach(async () => {
      database = await freshMysql(mariadb.url);
      scene = await setScene(database);
      await sendAcked(scene.aliceHears, scene.channel_id, 'before');
    });
    afterEach(() => scene.server.close());

    it('that stands still: sends and reads are refused, sockets and voice go on, all heals when it goes on', async () => {
      mariadb.freeze();
      try {
        const frame = await expectOutage(scene);
        mariadb.thaw();

        await expectHealed(scene, frame);
      } finally {
        mariadb.thaw();
      }
    });

    it('that is stopped and started: sends and reads are refused, all heals when it is back', async () => {
      await mariadb.stop();
      const frame = await expectOutage(scene);
      await mariadb.start();

      await expectHealed(scene, frame);
    });
  });
