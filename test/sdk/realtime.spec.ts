import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  ApiError,
  type ChannelMessageNew,
  type DialtoneClient,
  isAbortedError,
  type RealtimeClient,
} from '@dialtone/sdk';
import { programOf } from '../docs/programs.js';
import { makeChannel, NAME_ENC, NO_ID } from '../support/channels.js';
import { at, loginFromNewDevice, type Person } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const README = 'libs/sdk/README.md';

const { server, alice, bob } = useServer('alice', 'bob');
let proxy: TcpProxy;
let channel_id: string;
const open: RealtimeClient[] = [];

beforeAll(async () => {
  proxy = await TcpProxy.to(Number(new URL(server.url).port));
  channel_id = await makeChannel(alice);
});
afterEach(async () => {
  proxy.restore();
  await Promise.all(open.splice(0).map((realtime) => realtime.close()));
});
afterAll(() => proxy.close());

const body = (text: string) => ({ channel_id, body: text, sender_name_enc: NAME_ENC });
/** The same person, connected through the proxy. */
const away = (person: Person): DialtoneClient => at(person, { url: `http://127.0.0.1:${String(proxy.port)}` }).client;

function realtimeOf(client: DialtoneClient, options?: Parameters<DialtoneClient['realtime']>[0]) {
  const realtime = client.realtime(options);
  const heard: ChannelMessageNew[] = [];
  const states: string[] = [];
  realtime.on('channel.message.new', (message) => heard.push(message));
  realtime.on('state', ({ state }) => states.push(state));
  open.push(realtime);
  const has = (text: string) =>
    heard.some((message) => message.body === text)
      ? Promise.resolve()
      : realtime.once('channel.message.new', { where: (message) => message.body === text }).then(() => undefined);
  return { realtime, heard, states, has, bodies: () => heard.map((message) => message.body) };
}

async function sendAs(person: Person, text: string): Promise<string> {
  const { realtime } = realtimeOf(person.client);
  await realtime.connect();
  return (await realtime.sendMessage(body(text))).message_id;
}

it('a broken connection is replaced, and messages missed meanwhile come once and in order', async () => {
  const { realtime, states, has, bodies } = realtimeOf(away(bob));
  const { realtime: sender } = realtimeOf(alice.client);
  await Promise.all([realtime.connect(), sender.connect()]);
  await sender.sendMessage(body('before'));
  await has('before');

  const waiting = realtime.once('state', { where: ({ state }) => state === 'waiting' });
  proxy.cut();
  expect(await waiting).toMatchObject({ previous: 'connected', closeCode: 1006 });
  for (const text of ['one', 'two', 'three']) await sender.sendMessage(body(text));
  const resync = realtime.once('resync');
  proxy.restore();
  await realtime.connect();

  expect(bodies()).toEqual(['before', 'one', 'two', 'three']);
  expect(await resync).toEqual({ reason: 'reconnected' });
  await sender.sendMessage(body('after'));
  await has('after');
  expect(bodies()).toEqual(['before', 'one', 'two', 'three', 'after']);
  expect(states.slice(0, 3)).toEqual(['connecting', 'catching-up', 'connected']);
  expect(states.at(-1)).toBe('connected');
});

it('an app that was not running gets everything since its cursor', async () => {
  const { realtime: sender } = realtimeOf(alice.client);
  const first = realtimeOf(bob.client);
  await Promise.all([first.realtime.connect(), sender.connect()]);
  await sender.sendMessage(body('heard'));
  await first.has('heard');
  await first.realtime.close();
  const sent = Array.from({ length: 3 }, (_, i) => `missed ${String(i)}`);
  for (const text of sent) await sender.sendMessage(body(text));

  const { realtime, bodies } = realtimeOf(bob.client, { cursor: first.realtime.cursor });
  await realtime.connect();

  expect(bodies()).toEqual(sent);
});

it('a client without a cursor hears what is sent from now on, not the history', async () => {
  const { realtime, has, bodies } = realtimeOf(bob.client);
  await realtime.connect();
  await realtime.sendMessage(body('now'));
  await has('now');
  expect(bodies()).toEqual(['now']);
});

it('a cursor whose message was deleted causes no gap, neither while the app runs nor after a restart', async () => {
  const doomed = await makeChannel(alice);
  const { realtime, has, bodies } = realtimeOf(away(bob));
  const gaps: unknown[] = [];
  realtime.on('gap', (gap) => gaps.push(gap));
  await realtime.connect();
  await realtime.sendMessage(body('kept'));
  const { message_id } = await realtime.sendMessage({ ...body('doomed'), channel_id: doomed });
  await has('doomed');
  const { cursor } = realtime;

  proxy.cut();
  await alice.client.channels.delete({ channel_id: doomed });
  proxy.restore();
  await realtime.once('resync');
  expect(gaps).toEqual([]);
  expect(bodies()).toEqual(['kept', 'doomed']);
  await realtime.sendMessage(body('missed by the other'));

  const next = realtimeOf(bob.client, { cursor });
  next.realtime.on('gap', (gap) => gaps.push(gap));
  await next.realtime.connect();
  expect(gaps).toEqual([]);
  expect(next.bodies()).toEqual(['missed by the other']);

  // An app may have kept a cursor of an earlier version: the id of a message.
  const last = realtimeOf(bob.client, { cursor: message_id });
  const gap = last.realtime.once('gap');
  await last.realtime.connect();
  expect(await gap).toEqual({ reason: 'cursor_not_found', since: message_id });
  await last.realtime.sendMessage(body('from now on'));
  await last.has('from now on');
  expect(last.bodies()).toEqual(['from now on']);
});

it('messages sent without a connection are stored once and in order', async () => {
  const { realtime, has } = realtimeOf(away(bob));
  const ear = realtimeOf(alice.client);
  await Promise.all([realtime.connect(), ear.realtime.connect()]);
  proxy.cut();
  const texts = Array.from({ length: 30 }, (_, i) => `offline ${String(i)}`);
  const sending = texts.map((text) => realtime.sendMessage(body(text)));
  proxy.restore();

  const sent = await Promise.all(sending);
  await ear.has(texts.at(-1)!);
  await has(texts.at(-1)!);

  expect(ear.bodies()).toEqual(texts);
  expect(ear.heard.map(({ message_id }) => message_id)).toEqual(sent.map(({ message_id }) => message_id));
});

it('a message whose acknowledgement was lost is stored once', async () => {
  const { realtime, has, bodies } = realtimeOf(away(bob));
  await realtime.connect();
  const client_id = randomUUID();
  const cut = proxy.cutBeforeAnswerTo((bytes) => bytes.length > 100);
  const sent = realtime.sendMessage({ ...body('once'), client_id });
  await cut;

  expect((await sent).client_id).toBe(client_id);
  await has('once');
  expect(bodies()).toEqual(['once']);
});

it("a refused message rejects with the server's error, and does not hold up the next one", async () => {
  const { realtime } = realtimeOf(bob.client);
  await realtime.connect();
  const refused = realtime.sendMessage({ ...body('nowhere'), channel_id: NO_ID }).catch((error: unknown) => error);
  const next = realtime.sendMessage(body('somewhere'));

  expect(await refused).toBeInstanceOf(ApiError);
  expect(await refused).toMatchObject({ status: 404, code: 'channel_not_found' });
  expect(await next).toMatchObject({ message_id: expect.any(String), sent_at: expect.any(String) });
});

it('a session that ends closes the client for good', async () => {
  const phone = await loginFromNewDevice(server, 'bob');
  const { realtime, states } = realtimeOf(phone.client);
  await realtime.connect();
  const closed = realtime.once('close');
  const unsent = realtime.once('error').catch((error: unknown) => error);
  await phone.client.auth.logout();

  expect(await closed).toMatchObject({ code: 4001, name: 'session_ended' });
  expect(await unsent).toMatchObject({ name: 'ConnectionError' });
  expect(states.at(-1)).toBe('closed');
  await expect(realtime.connect()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
});

it('sending can be aborted', async () => {
  const { realtime } = realtimeOf(bob.client);
  const controller = new AbortController();
  const sending = realtime.sendMessage(body('never'), { signal: controller.signal }).catch((error: unknown) => error);
  controller.abort();
  const error = await sending;
  expect(isAbortedError(error)).toBe(true);
  expect(error).toMatchObject({ message: 'the message was not sent' });
});

it('a burst of messages is slowed down, so that the server never has to refuse one for its rate', async () => {
  const { realtime, has, bodies } = realtimeOf(bob.client);
  const refused: unknown[] = [];
  realtime.on('error', (error) => refused.push(error));
  await realtime.connect();
  const texts = Array.from({ length: 80 }, (_, i) => `shower ${String(i)}`);

  await Promise.all(texts.map((text) => realtime.sendMessage(body(text))));
  await has(texts.at(-1)!);

  expect(bodies()).toEqual(texts);
  expect(refused).toEqual([]);
});

it('the example of the README runs, and resumes where it was', async () => {
  const code = programOf(README, 'realtime.mjs').replace('http://localhost:8080', server.url);
  const cwd = mkdtempSync(join(tmpdir(), 'dialtone-readme-'));
  symlinkSync(resolve('node_modules'), join(cwd, 'node_modules'));
  const env = { ...process.env, TOKEN: bob.session.token, CHANNEL: channel_id };
  const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { cwd, env });

  const lines = async () => (await run()).stdout.trim().split('\n');
  const [first, meanwhile] = [await lines(), await sendAs(alice, 'meanwhile')];
  const second = await lines();
  rmSync(cwd, { recursive: true });

  expect(first[0]).toMatch(/^connecting/);
  expect(first).toContain('stored and heard');
  expect(first).not.toContain(`${meanwhile} meanwhile`);
  expect(second).toContain(`${meanwhile} meanwhile`);
});
