import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { ChatSession, memoryStore } from '@dialtone/sdk/chat';
import { programOf } from '../docs/programs.js';
import { operator, PASSWORD } from '../support/people.js';
import { startServer } from '../support/server.js';

const README = 'libs/sdk/README.md';

/** Runs a program, and what else is to be done; what it prints. */
async function run(program: string, more = ''): Promise<string> {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', `${program}\n${more}`];
  return (await promisify(execFile)(process.execPath, args)).stdout;
}

test('README: the test of an app runs', async () => {
  expect(await run(programOf(README, 'app.test.mjs'), "console.log('to the end');")).toBe('to the end\n');
});

test('README: a newcomer to a voice room offers, and is answered', async () => {
  const driver = `
    import { ChatSession, memoryStore } from '@dialtone/sdk/chat';
    import { createFakeServer } from '@dialtone/sdk/testing';
    const server = createFakeServer();
    const { baseUrl, fetch, WebSocket } = server;
    const sessions = [];
    for (const username of ['alice', 'bob']) {
      const { password } = server.addUser({ username });
      const account = { username, password, store: memoryStore() };
      sessions.push(await ChatSession.login({ baseUrl, fetch, WebSocket, ...account }));
    }
    await sessions[0].connect();
    const { id } = await sessions[0].createChannel('lounge');
    const rooms = [];
    for (const chat of sessions) rooms.push(await enter(chat, id));
    rooms[1].on('answer', async ({ sdp }) => {
      console.log(sdp);
      for (const chat of sessions) await chat.close();
    });`;
  expect(await run(programOf(README, 'voice.mjs'), driver)).toMatch(/^an answer to an offer\n/);
});

test('README: a call connects two chat sessions, proven', async () => {
  const driver = `
    import { ChatSession, memoryStore } from '@dialtone/sdk/chat';
    import { createFakeServer } from '@dialtone/sdk/testing';
    import { RtcNetwork } from './test/support/rtc.ts';
    globalThis.document = { createElement: () => ({}), body: { append: ({ id }) => console.log('plays ' + id) } };
    globalThis.MediaStream = class {};
    const server = createFakeServer();
    const { baseUrl, fetch, WebSocket } = server;
    const { rtc } = new RtcNetwork();
    const sessions = [];
    for (const username of ['alice', 'bob']) {
      const { password } = server.addUser({ username });
      const account = { username, password, store: memoryStore() };
      sessions.push(await ChatSession.login({ baseUrl, fetch, WebSocket, ...account }));
      await sessions.at(-1).connect();
    }
    const { id } = await sessions[0].createChannel('lounge');
    const calls = [];
    for (const chat of sessions) calls.push(await talk(chat, id, { rtc }));
    calls[1].on('peer', async ({ state }) => {
      if (state === 'connected') for (const chat of sessions) await chat.close();
    });`;
  const said = await run(programOf(README, 'call.mjs'), driver);
  expect(said).toMatch(/plays device-\d/);
  expect(said).toMatch(/: connected, proof: verified/);
});

test('the bot answers in an encrypted channel, and leaves when it is told to', async () => {
  const server = await startServer();
  const folder = mkdtempSync(join(tmpdir(), 'dialtone-bot-'));
  const invite = async () => (await operator(server).invites.create()).token;
  const alice = await ChatSession.register({
    baseUrl: server.url,
    username: 'alice',
    password: PASSWORD,
    inviteToken: await invite(),
    store: memoryStore(),
  });
  const args = [
    'libs/sdk/examples/bot.mjs',
    'bob',
    `--server=${server.url}`,
    `--keys=${folder}`,
    `--invite=${await invite()}`,
  ];
  const bot = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, BOT_PASSWORD: PASSWORD },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(bot, 'exit');
  try {
    await alice.connect();
    const { id } = await alice.createChannel('bots');
    expect(await once(createInterface({ input: bot.stdout }), 'line')).toEqual(['bob is here, and answers to !help.']);
    const answer = new Promise<string | null>((done) =>
      alice.on('message', ({ senderId, text }) => {
        if (senderId !== alice.userId) done(text);
      }),
    );
    await alice.send(id, 'not a command');
    await alice.send(id, '!echo hello bob');
    expect(await answer).toBe('hello bob');
    bot.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    bot.kill('SIGKILL');
    await alice.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
});
