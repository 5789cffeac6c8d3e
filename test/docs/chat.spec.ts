import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { ChatSession, memoryStore } from '@dialtone/sdk/chat';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { Database } from '../../apps/server/src/core/database/database.js';
import { connect, loginFromNewDevice, operator, PASSWORD, register } from '../support/people.js';
import { startServer, type TestServer } from '../support/server.js';
import { Terminal } from './terminal.js';

const CHAT = resolve('libs/sdk/examples/chat.mjs');

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('the chat example', () => {
  let server: TestServer;
  let home: string;
  const open: Terminal[] = [];

  /** Starts the chat as that person, with a fresh invite if they are new. */
  async function start(name: string, options: { isNew?: boolean; password?: string } = {}): Promise<Terminal> {
    const invite = options.isNew ? `--invite=${(await operator(server).invites.create()).token}` : '';
    return run(`${name} --server ${server.url} ${invite}`, options.password);
  }

  function run(args: string, password = PASSWORD): Terminal {
    const env = { PATH: process.env.PATH, CHAT_PASSWORD: password };
    const terminal = new Terminal(`node ${CHAT} ${args}`, { cwd: home, env });
    open.push(terminal);
    return terminal;
  }

  /** Reads on until a line contains that text. */
  async function hear(terminal: Terminal, text: string): Promise<string> {
    for (;;) {
      const line = await terminal.line();
      if (line.includes(text)) return line;
    }
  }

  async function leave(terminal: Terminal): Promise<void> {
    terminal.interrupt();
    expect(await terminal.end()).toEqual({ code: 0, unread: '' });
  }

  /** The files below the server's data that hold the text. */
  function filesWith(text: string): string[] {
    try {
      return execFileSync('grep', ['-rlaF', '--', text, server.dataDir], { encoding: 'utf8' }).trim().split('\n');
    } catch (error) {
      if ((error as { status?: number }).status === 1) return []; // grep found nothing
      throw error;
    }
  }

  beforeEach(async () => {
    server = await startServer();
    home = await mkdtemp(join(tmpdir(), 'dialtone-chat-'));
  });
  afterEach(async () => {
    for (const terminal of open.splice(0)) terminal.kill();
    await server.close();
    await rm(home, { recursive: true, force: true });
  });

  it('is a conversation that the server has only as ciphertext, and that is still there after a new login', async () => {
    const alice = await start('alice', { isNew: true });
    await hear(alice, 'You are in.');
    alice.type('/invite');
    const invite = (await hear(alice, 'Invite: ')).replace('Invite: ', '');
    const bob = run(`bob --server ${server.url} --invite=${invite}`);
    await hear(bob, 'You are in.');

    bob.type('a secret for alice');
    await Promise.all([alice, bob].map((terminal) => hear(terminal, ' bob: a secret for alice')));
    alice.type('and one for\u001b[31m bob');
    await Promise.all([alice, bob].map((terminal) => hear(terminal, ' alice: and one for [31m bob')));
    bob.type('/invite');
    await hear(bob, '! the caller lacks the role for this');
    await leave(alice);
    await leave(bob);

    const again = await start('alice');
    expect(await again.line()).toMatch(/^\d\d:\d\d bob: a secret for alice$/);
    expect(await again.line()).toMatch(/^\d\d:\d\d alice: and one for/);
    await hear(again, 'You are in.');
    await leave(again);

    const { client } = await register(server, 'carol');
    const { channels } = await client.channels.list();
    const { messages } = await client.messages.list({ channel_id: channels[0]?.id ?? '' });
    expect(messages).toHaveLength(2);
    expect(filesWith(messages[0].body)).not.toEqual([]); // so that finding nothing means something
    expect(filesWith('a secret for alice')).toEqual([]);
    expect(filesWith('general')).toEqual([]);
    const keystores = filesBelow(home);
    const names = ['channel_keys', 'device_key', 'devices', 'directory_key', 'identity', 'proofs', 'session', 'trust'];
    const documents = names.map((name) => `${name}.json`);
    expect(keystores.map((file) => basename(file)).sort()).toEqual(documents.flatMap((name) => [name, name]));
    for (const file of keystores) {
      expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toContain('cipher');
      expect(statSync(file).mode & 0o077).toBe(0);
    }
  });

  it('lets a newcomer wait until somebody is there to share the key', async () => {
    const alice = await start('alice', { isNew: true });
    await hear(alice, 'You are in.');
    await leave(alice);

    const bob = await start('bob', { isNew: true });
    await hear(bob, 'Waiting for a member');
    const again = await start('alice');
    await hear(bob, 'You are in.');
    again.type('welcome');
    await hear(bob, ' alice: welcome');
  });

  it('lets a member wait until the admin makes the first channel', async () => {
    await register(server, 'dave'); // the first, so the admin
    const bob = await start('bob', { isNew: true });
    expect(await bob.line()).toContain('Waiting for the admin');
    await leave(bob);
  });

  it('takes no channel key from a sender that is not a registered device', async () => {
    const alice = await start('alice', { isNew: true });
    await hear(alice, 'You are in.');
    await leave(alice);
    const mallory = await register(server, 'mallory');
    const realtime = await connect(mallory);
    const joined = realtime.once('device.joined');
    const bob = await start('bob', { isNew: true });
    const { device_id } = await joined;

    const { channels } = await mallory.client.channels.list();
    const { publicKey } = await generateKeyPair();
    // The server refuses such an envelope, so this one is written straight into the database.
    await server.app
      .get(Database)
      .dataSource.query(
        'INSERT INTO channel_keys (channel_id, device_id, sender_device_id, sender_public_key, envelope, created_at) ' +
          'VALUES (?, ?, ?, ?, ?, ?)',
        [channels[0]?.id, device_id, mallory.session.device_id, publicKey, 'AAAA', '2026-03-01 09:30:00.000'],
      );
    const message = { channel_id: channels[0]?.id ?? '', body: 'AAAA', sender_name_enc: 'AAAA' };
    await realtime.sendMessage(message); // makes bob look for the key
    await hear(bob, 'A key is not taken: whoever sealed it has no registered device.');
    await start('alice');
    await hear(bob, 'You are in.');
    await realtime.close();
  });

  it('lets a new device of a user in, and people compare their identities', async () => {
    const alice = await start('alice', { isNew: true });
    await hear(alice, 'You are in.');
    const bob = await start('bob', { isNew: true });
    await hear(bob, 'You are in.');
    const phone = run(`alice --server ${server.url} --keys phone`);
    await hear(phone, '! This device is new, and gets no keys yet. Type /link for a code');
    phone.type('/link');
    const approve = (await hear(phone, '/approve')).replace(/^.*(?=\/approve)/, '');
    await hear(alice, 'asks to be linked');
    alice.type('/approve 0000 0000 0000 0000 0000');
    await hear(alice, '! the code is wrong');
    alice.type(approve);
    await hear(alice, 'The new device has your identity');
    await hear(phone, 'You are in.');

    phone.type('/verify bob');
    const number = await hear(phone, ' ');
    phone.type(`/verify bob ${number}`);
    await hear(phone, 'bob is verified.');
    phone.type('/verify bob 1');
    await hear(phone, '! a safety number has 60 digits');
    phone.type('/devices');
    expect(await hear(phone, 'bob')).toMatch(/^bob \(verified\) \+[0-9a-f]{8}$/);
    bob.type('a word from bob');
    expect(await hear(phone, 'a word')).toMatch(/ bob \(verified\): a word from bob$/);
    expect(await hear(alice, 'a word')).toMatch(/ bob: a word from bob$/);
    phone.type('/unverify bob');
    await hear(phone, 'bob is not verified any more.');
  });

  it('brings the history back with twelve words, on a new device and with nobody there', async () => {
    const alice = await start('alice', { isNew: true });
    await hear(alice, 'You are in.');
    alice.type('before it was lost');
    await hear(alice, 'before it was lost');
    alice.type('/words');
    const words = (await alice.line()).split(' ');
    expect(words).toHaveLength(12);
    const ask = (await alice.line()).match(/\d+/g)!.map((position) => words[Number(position) - 1]);
    alice.type(`/words ${ask[1]} ${ask[0]}`);
    await hear(alice, '! these are not the words at the positions asked for');
    alice.type(`/words ${ask.join(' ')}`);
    await hear(alice, 'The words are good now.');
    await leave(alice);

    const phone = run(`alice --server ${server.url} --keys phone`);
    await hear(phone, '/recover and your twelve words');
    phone.type(`/recover ${words.slice(1).join(' ')}`);
    await hear(phone, '! there must be 12 words');
    phone.type(`/recover ${words.join(' ')}`);
    await hear(phone, ' alice: before it was lost');
  });

  it('tells when somebody has another identity, and goes on once it is accepted', async () => {
    const alice = await start('alice', { isNew: true });
    await hear(alice, 'You are in.');
    const { token: inviteToken } = await operator(server).invites.create();
    const account = { baseUrl: server.url, username: 'bob', password: PASSWORD, store: memoryStore() };
    const bob = await ChatSession.register({ ...account, inviteToken });
    await bob.connect();
    await hear(alice, '! New device of bob, signed by its owner.');
    await bob.trust.resetIdentity();
    await hear(alice, '! The server names another identity of bob.');
    const { id } = (await bob.channels())[0];
    await bob.send(id, 'it is me');
    expect(await hear(alice, 'it is me')).toMatch(/ bob \(identity changed/);
    alice.type('/accept bob');
    await hear(alice, 'The new identity of bob is accepted.');
    await bob.send(id, 'it was me');
    expect(await hear(alice, 'it was me')).toMatch(/ bob: it was me$/);
    await bob.close();
  });

  it('says what is wrong, and ends with 1', async () => {
    const alice = await start('alice', { isNew: true });
    await hear(alice, 'You are in.');
    const failures: [Terminal, string][] = [
      [run(''), 'usage: npm run chat -- <username>'],
      [await start('nobody'), 'wrong username or password (new here? add --invite=<token>)'],
      [await start('alice', { password: 'wrong horse 7' }), 'the password is the wrong one'],
      [run(`bob --server ${server.url} --invite=-begins-with-a-dash`), 'invite not found'],
      [await start('alice', { isNew: true }), 'username is taken'],
      [run('bob --server http://127.0.0.1:1'), 'no answer from http://127.0.0.1:1'],
    ];
    for (const [terminal, message] of failures) {
      const { code, unread } = await terminal.end();
      expect(unread).toContain(message);
      expect(code).toBe(1);
    }
    const elsewhere = await loginFromNewDevice(server, 'alice');
    const { keys } = await elsewhere.client.devices.listKeys({ all: '1' });
    for (const { device_id } of keys)
      if (device_id !== elsewhere.session.device_id) await elsewhere.client.devices.remove({ device_id });
    await hear(alice, 'The server closed the connection.');
    expect((await alice.end()).code).toBe(1);
  });
});
