// An end-to-end-encrypted terminal chat, to be read from top to bottom. The server sees ciphertext, never the text.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isApiError } from '@dialtone/sdk';
import { ChatSession, fileStore } from '@dialtone/sdk/chat';
import { commands, HINTS } from './commands.mjs';
import { NO_TEXT, PROOFS, TRUST } from './marks.mjs';
import { onNews } from './news.mjs';
import { askPassword, leave, lines, print, signal } from './terminal.mjs';

const USAGE = 'usage: npm run chat -- <username> [--invite=<token>] [--server=<url>] [--keys=<folder>]';
const UNKNOWN = 'wrong username or password (new here? add --invite=<token>)';

async function chat() {
  const { username, invite, server, keysFolder } = readArguments();
  const password = await askPassword();

  // 1. A session: of a new user with an invite, or of one who has been here before. The keys rest sealed in the folder.
  const store = fileStore(keysFolder, { passphrase: password });
  const account = { baseUrl: server, username, password, store };
  const session = invite
    ? await ChatSession.register({ ...account, inviteToken: invite })
    : await ChatSession.login(account);
  session.on('error', complain);
  onNews(session, ({ type, text }) => print(clean(`! ${text} ${HINTS[type] ?? ''}`)));
  session.on('state', ({ state }) => state === 'waiting' && print('! no connection; it is tried again'));
  session.on('close', () => leave('The server closed the connection.'));
  signal.addEventListener('abort', () => void session.close());
  await session.connect({ signal });

  // 2. What is typed is a command, or is encrypted and sent. It shows up when the server has stored it.
  let channel = null; // until its key is here
  const typing = (async () => {
    for await (const line of lines) {
      const [command, ...words] = line.trim().split(/\s+/);
      if (commands[command]) await commands[command](session, words).then(print, complain);
      else if (line.trim() !== '' && channel) session.send(channel.id, line).catch(complain);
    }
    leave();
  })();

  // 3. The messages: listen first and read the history then, so that none falls in between; show each once.
  channel = await openChannel(session);
  const seen = new Set();
  const show = (message) => {
    if (message.channelId === channel.id && !seen.has(message.id)) print(lineOf(session, message));
    seen.add(message.id);
  };
  let shown = recent(session, channel).then((messages) => messages.forEach(show));
  session.on('message', (message) => void (shown = shown.then(() => show(message))));
  await shown;
  print(`You are in. Type a message and press Enter.${session.isAdmin ? ' /invite makes an invite.' : ''}`);
  await typing;
}

/** The first channel of the server, which the admin makes, once its key is here. One will do for this example. */
async function openChannel(session) {
  let wake;
  session.on('channel', () => wake());
  for (;;) {
    const changed = new Promise((resolve) => (wake = resolve));
    const channel = (await session.channels()).at(-1);
    if (channel?.hasKey) return channel;
    if (!channel && session.isAdmin) return session.createChannel('general');
    const wanted = channel ? 'a member to come online and share the key of the channel' : 'the admin to make a channel';
    const notice = setTimeout(() => print(`Waiting for ${wanted}…`), 1000).unref();
    await changed;
    clearTimeout(notice);
  }
}

/** The last messages of the channel, oldest first. */
async function recent(session, { id }) {
  const messages = [];
  for await (const message of session.history(id, { limit: 100 })) messages.unshift(message);
  return messages;
}

/** A message as a line, with what makes its sender doubtful, or sure. */
function lineOf({ trust, userId }, { sentAt, senderId, senderName, text, reason, proof }) {
  const time = new Date(sentAt).toTimeString().slice(0, 5);
  const state = trust.stateOf(senderId);
  const isUsual = senderId === userId || state === 'unverified';
  const marks = [isUsual ? undefined : TRUST[state], PROOFS[proof]].filter(Boolean).join(', ');
  return clean(`${time} ${senderName}${marks && ` (${marks})`}: ${text ?? NO_TEXT[reason]}`);
}

/** Without the control characters that could play tricks on a terminal. */
function clean(text) {
  return text.replace(/\p{Cc}/gu, ' ').trimEnd();
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

chat().catch((error) => leave(isApiError(error, 'invalid_credentials') ? UNKNOWN : error.message));
