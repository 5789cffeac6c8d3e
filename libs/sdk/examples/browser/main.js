// An end-to-end-encrypted chat in one page, to be read from top to bottom. Keys rest in the browser's IndexedDB.
import { isApiError } from '@dialtone/sdk';
import { ChatSession, indexedDbStore, isChatError } from '@dialtone/sdk/chat';
import { NO_TEXT, PROOFS } from '../marks.mjs';
import { listNews } from '../news-list.mjs';
import { onNews } from '../news.mjs';
import { $, complain, make, onClick, onSubmit } from '../page.mjs';
import { followTrust, trustMark } from '../trust-mark.mjs';
import { showLinking } from './linking.js';
import { showPeople } from './people.js';
import { showRecovery } from './recovery.js';

const store = indexedDbStore('dialtone-chat');
let chat;
let shown = { id: undefined, hasKey: false }; // the channel on the screen

// 1. Whoever was here before goes on; everybody else fills in the form.
$('login').elements.baseUrl.value =
  new URLSearchParams(location.search).get('server') ?? $('login').elements.baseUrl.value;
try {
  await enter(await ChatSession.resume({ store }));
} catch (error) {
  if (!isChatError(error, 'no_session') && !isApiError(error, 'unauthorized')) complain(error);
  $('login').hidden = false;
}

onSubmit('login', async ({ baseUrl, username, password, invite }) => {
  const account = { baseUrl, username, password, store };
  await enter(
    invite === ''
      ? await ChatSession.login(account)
      : await ChatSession.register({ ...account, inviteToken: invite.trim() }),
  );
});

// 2. Listen first and connect then: what was missed comes as `message`, in order.
async function enter(session) {
  chat = session;
  chat.on('message', (message) => message.channelId === shown.id && show(message));
  chat.on('channel', () => listChannels());
  chat.on('state', ({ state }) => ($('status').textContent = `${chat.username}, ${state.replace('_', ' ')}`));
  chat.on('session-ended', () => location.reload());
  chat.on('error', complain);
  followTrust(chat);
  showRecovery(chat, afterLinking);
  const { openLink, openApprove } = showLinking(chat, afterLinking);
  const openPerson = showPeople(chat);
  const actionOf = ({ type, userId }) => {
    if (type === 'link-needed') return { label: 'Link this device', run: openLink };
    if (type === 'link-requested') return { label: 'Type its code', run: openApprove };
    if (!userId) return undefined;
    return { label: type === 'identity-changed' ? 'Decide' : 'Look', run: () => openPerson(userId) };
  };
  onNews(chat, listNews(actionOf));
  chat.on('link-needed', showLinked);
  chat.on('trust', showLinked);
  await chat.connect();
  $('login').hidden = true;
  for (const id of ['chat', 'logout', 'news-box']) $(id).hidden = false;
  for (const id of ['create', 'inviting']) $(id).hidden = !chat.isAdmin;
  showLinked();
  await listChannels();
}

/** A device that is not linked gets no keys: linking it comes first. */
function showLinked() {
  $('unlinked').hidden = chat.linking.isLinked;
  $('open-approve').disabled = !chat.linking.isLinked;
}

async function afterLinking() {
  showLinked();
  await listChannels();
}

// 3. The channels. One whose key nobody has shared with this device yet has no name.
async function listChannels() {
  const channels = await chat.channels();
  $('channels').replaceChildren(...channels.map(channelButton));
  const current = channels.find(({ id }) => id === shown.id) ?? channels.at(-1);
  if (!current) return;
  $('channel-name').textContent = nameOf(current);
  if (current.id !== shown.id || current.hasKey !== shown.hasKey) await open(current);
}

function channelButton(channel) {
  const button = make('button', { type: 'button', textContent: nameOf(channel) });
  button.setAttribute('aria-current', String(channel.id === shown.id));
  onClick(button, () => open(channel).then(listChannels));
  return make('li', {}, button);
}

function nameOf({ name }) {
  return name ?? '(waiting for the key)';
}

// 4. A channel's last messages, oldest first, and then those that came while they were read.
async function open(channel) {
  shown = channel;
  $('messages').replaceChildren();
  const last = [];
  for await (const message of chat.history(channel.id, { limit: 100 })) last.unshift(itemOf(message));
  if (shown !== channel) return;
  const ids = new Set(last.map(({ id }) => id));
  const newer = [...$('messages').children].filter(({ id }) => !ids.has(id));
  $('messages').replaceChildren(...last, ...newer);
  scrollDown();
}

function show(message) {
  const item = itemOf(message);
  const known = $(item.id); // it has come once already, perhaps before its key
  if (known) known.replaceWith(item);
  else $('messages').append(item);
  scrollDown();
}

function scrollDown() {
  $('messages').scrollTop = $('messages').scrollHeight;
}

/** A message, with what is known of its sender and of who says that it is theirs. */
function itemOf({ id, senderId, senderName, sentAt, text, reason, proof }) {
  const time = make('time', { dateTime: sentAt });
  time.textContent = new Date(sentAt).toLocaleTimeString([], { timeStyle: 'short' });
  const parts = [time, ' ', make('strong', { textContent: senderName }), ' '];
  if (senderId !== chat.userId) parts.push(trustMark(chat, senderId), ' ');
  if (PROOFS[proof]) {
    const mark = make('span', { className: 'mark', textContent: PROOFS[proof] });
    mark.dataset.proof = proof;
    parts.push(mark, ' ');
  }
  return make('li', { id: `message-${id}` }, ...parts, make('span', { textContent: text ?? NO_TEXT[reason] }));
}

// 5. What is typed is encrypted and sent, and shows up once the server has stored it. Offline it waits.
$('send').addEventListener('submit', (event) => {
  event.preventDefault();
  const { text } = Object.fromEntries(new FormData(event.target));
  event.target.reset();
  chat.send(shown.id, text).catch(complain);
});

onSubmit('create', async ({ name }, form) => {
  await open(await chat.createChannel(name));
  form.reset();
  await listChannels();
});

onClick($('invite'), async () => {
  $('token').textContent = await chat.invite();
});

onClick($('logout'), async () => {
  await chat.logout();
  location.reload();
});
