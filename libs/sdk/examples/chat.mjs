// An end-to-end-encrypted terminal chat, to be read from top to bottom. The server sees ciphertext, never the text.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DialtoneClient, isApiError } from '@dialtone/sdk';
import * as e2e from '@dialtone/sdk/crypto';
import { askPassword, leave, lines, print, signal } from './terminal.mjs';

const USAGE = 'usage: npm run chat -- <username> [--invite=<token>] [--server=<url>] [--keys=<folder>]';

async function chat() {
  const { username, invite, server, keysFolder } = readArguments();
  const password = await askPassword();

  // 1. This device's key pair. The private half never leaves the machine; at home it is sealed under the password.
  await mkdir(keysFolder, { recursive: true, mode: 0o700 });
  const deviceFile = join(keysFolder, 'device_key.json');
  const device = (await load(deviceFile, password)) ?? { private_key: (await e2e.generateKeyPair()).privateKey };
  const public_key = await e2e.getPublicKey(device.private_key);

  // 2. A session: of a new user with an invite, or of one who has been here before.
  const client = new DialtoneClient({ baseUrl: server });
  const credentials = { username, password, public_key };
  const session = invite
    ? await client.auth.register({ ...credentials, invite_token: invite })
    : await client.auth.login(credentials);
  await save(deviceFile, password, device);
  const me = { client, session, privateKey: device.private_key };

  // 3. The realtime connection. Whoever has the channel's key hears that this device has joined, and shares it.
  const realtime = client.realtime();
  realtime.on('error', complain);
  realtime.on('close', () => leave('The server closed the connection.'));
  signal.addEventListener('abort', () => void realtime.close());
  const channelMade = realtime.once('channel.updated');
  await realtime.connect({ signal });

  // 4. The channel and its key. One channel will do here: the first of the server, which the admin makes.
  const keysFile = join(keysFolder, 'channel_keys.json');
  const { keys } = (await load(keysFile, password)) ?? { keys: {} };
  let channelId = (await client.channels.list()).channels.at(-1)?.id;
  if (!channelId && session.is_admin) {
    const key = e2e.generateKey();
    channelId = (await client.channels.create({ name_enc: await e2e.encryptText(key, 'general') })).channel.id;
    keys[channelId] = key;
  } else if (!channelId) {
    print('Waiting for the admin to make the first channel…');
    channelId = (await channelMade).channel_id;
  }
  const key = (keys[channelId] ??= await waitForKey(me, channelId));
  await save(keysFile, password, { keys });
  realtime.on('device.joined', ({ device_id }) => void shareKey(me, channelId, key, device_id).catch(complain));
  await shareKey(me, channelId, key); // with those who joined while nobody was here

  // 5. The messages: listen first and read the history then, so that none falls in between; show each once.
  const seen = new Set();
  const show = async (id, message) => {
    if (message.channel_id === channelId && !seen.has(id)) print(await readable(key, message));
    seen.add(id);
  };
  let shown = client.messages.list({ channel_id: channelId }).then(async ({ messages }) => {
    for (const message of messages) await show(message.id, message);
  });
  realtime.on('channel.message.new', (frame) => void (shown = shown.then(() => show(frame.message_id, frame))));
  await shown;
  print(`You are in. Type a message and press Enter.${session.is_admin ? ' /invite makes an invite.' : ''}`);

  // 6. What is typed is encrypted and sent. It shows up when the server has stored it.
  const sender_name_enc = await e2e.encryptText(key, session.username);
  for await (const line of lines) {
    if (line === '/invite') await client.invites.create().then(({ token }) => print(`Invite: ${token}`), complain);
    else if (line.trim() !== '') {
      const body = await e2e.encryptText(key, line);
      realtime.send({ type: 'channel.message.send', channel_id: channelId, body, sender_name_enc });
    }
  }
  leave();
}

/** Seals the channel's key for a device, or for every device there is, and posts the envelopes. */
async function shareKey({ client, session, privateKey }, channel_id, key, onlyDevice) {
  const { keys: devices } = await client.devices.listKeys({ all: '1' });
  const wanted = devices.filter(({ device_id }) => device_id === (onlyDevice ?? device_id));
  const seal = async ({ device_id, public_key }) => ({
    device_id,
    sender_device_id: session.device_id,
    sender_public_key: session.device_public_key,
    envelope: await e2e.sealEnvelope({ key, senderPrivateKey: privateKey, recipientPublicKey: public_key }),
  });
  const sealed = await Promise.allSettled(wanted.map(seal)); // some device's public key may be no X25519 key
  const envelopes = sealed.flatMap(({ value }) => value ?? []);
  if (envelopes.length > 0) await client.keys.putChannelKeys({ channel_id, envelopes });
}

/** Waits until somebody has shared the channel's key with this device, and opens the envelope. */
async function waitForKey({ client, privateKey }, channel_id) {
  for (let tries = 1; ; tries++) {
    const sealed = await client.keys.getChannelKey({ channel_id }).catch((error) => {
      if (!isApiError(error, 'envelope_not_found')) throw error;
    });
    if (sealed) {
      // Anyone could have sealed it: only a sender whose key is that of a registered device is believed.
      const { keys: devices } = await client.devices.listKeys({ all: '1' });
      const sender = devices.find(({ device_id }) => device_id === sealed.sender_device_id);
      if (sender?.public_key !== sealed.sender_public_key) throw new Error('the channel key is from an unknown device');
      return e2e.openEnvelope({ envelope: sealed.envelope, privateKey, senderPublicKey: sender.public_key });
    }
    if (tries === 4) print('Waiting for a member to come online and share the key of the channel…');
    await wait(300, undefined, { signal });
  }
}

/** A message as a line, without the control characters that could play tricks on a terminal. */
async function readable(key, { sent_at, sender_name_enc, body }) {
  const texts = [sender_name_enc, body].map((data) => e2e.decryptText(key, data));
  const [name, text] = await Promise.all(texts).catch(() => ['?', '(not encrypted with the key of this channel)']);
  return `${new Date(sent_at).toTimeString().slice(0, 5)} ${name}: ${text}`.replace(/\p{Cc}/gu, ' ');
}

/** The content of a keystore file; undefined when there is no such file. */
async function load(file, password) {
  if (!existsSync(file)) return undefined;
  return e2e.openKeystore(password, await readFile(file, 'utf8')).catch((error) => {
    throw new Error(`${file}: ${error.message}`);
  });
}

async function save(file, password, value) {
  await writeFile(file, await e2e.sealKeystore(password, value), { mode: 0o600 });
}

function readArguments() {
  const string = { type: 'string' };
  const options = { invite: string, server: { ...string, default: 'http://localhost:8080' }, keys: string };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  if (positionals.length !== 1) throw new Error(USAGE);
  const username = positionals[0].trim().toLowerCase();
  return { ...values, username, keysFolder: values.keys ?? join('data', `chat-${encodeURIComponent(username)}`) };
}

function complain({ message }) {
  print(`! ${message}`);
}

const hint = (error) => (isApiError(error, 'invalid_credentials') ? ' (new here? add --invite=<token>)' : '');
chat().catch((error) => leave(error.message + hint(error)));
