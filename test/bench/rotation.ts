// How long it takes until 20 channels have new keys after a device was removed: `npm run sdk:build`, then
// `npx tsx test/bench/rotation.ts`. Three people's devices; one of them writes into every channel, under a new key of each,
// and the clock stops when the others have read it all.
import { ChatSession, memoryStore } from '@dialtone/sdk/chat';
import { DialtoneClient } from '@dialtone/sdk';
import { ADMIN_TOKEN } from '../support/server.js';
import { startDialtone } from './support/target.js';

const CHANNELS = 20;
const ROUNDS = 5;
const PASSWORD = 'correct horse 7';

const server = await startDialtone({});
process.on('exit', () => server.server.child.kill('SIGKILL'));
const operator = new DialtoneClient({ baseUrl: server.url, adminToken: ADMIN_TOKEN });

async function join(username: string): Promise<ChatSession> {
  const { token: inviteToken } = await operator.invites.create();
  const account = { baseUrl: server.url, username, password: PASSWORD, store: memoryStore() };
  const chat = await ChatSession.register({ ...account, inviteToken });
  await chat.connect();
  return chat;
}

const [alice, bob, carol] = [await join('rotating1'), await join('rotating2'), await join('rotating3')];
await operator.users.update({ user_id: alice.userId, is_admin: true });
// The devices of the benches know no versions: while they are there, channels keep their keys.
for (const { session } of server.people) await operator.users.update({ user_id: session.user_id, disabled: true });
const channels: string[] = [];
for (let i = 0; i < CHANNELS; i += 1) channels.push((await alice.createChannel(`channel ${String(i)}`)).id);

/** Resolves when the session has read that text in every channel. */
function readsAll(chat: ChatSession, text: string): Promise<void> {
  const left = new Set(channels);
  return new Promise((resolve) => {
    const stop = chat.on('message', (message) => {
      if (message.text !== text || !left.delete(message.channelId) || left.size > 0) return;
      stop();
      resolve();
    });
  });
}

for (let round = 1; round <= ROUNDS; round += 1) {
  const name = `guest ${String(round)}`;
  const guest = await join(`guest${String(round)}`);
  while (!(await guest.channels()).every(({ hasKey }) => hasKey));
  const gone = alice.once('device-gone', { where: ({ deviceId }) => deviceId === guest.deviceId });
  await operator.users.update({ user_id: guest.userId, disabled: true });
  await gone;
  const start = performance.now();
  const read = Promise.all([readsAll(bob, name), readsAll(carol, name)]);
  await Promise.all(channels.map((id) => alice.send(id, name)));
  const sent = performance.now() - start;
  await read;
  const all = performance.now() - start;
  const versions = new Set((await alice.channels()).map(({ keyVersion }) => keyVersion));
  console.log(
    `round ${String(round)}: sent after ${sent.toFixed(0)} ms, read after ${all.toFixed(0)} ms, versions ${[...versions].join()}`,
  );
  await guest.close();
}
for (const chat of [alice, bob, carol]) await chat.close();
await server.stop();
process.exit();
