// An end-to-end-encrypted chat in one page, to be read from top to bottom. Keys rest in the browser's IndexedDB.
import { isApiError } from '@dialtone/sdk';
import { ChatSession, indexedDbStore, isChatError } from '@dialtone/sdk/chat';

const $ = (id) => document.getElementById(id);
const store = indexedDbStore('dialtone-chat');
let chat;
let shown; // the id of the channel on the screen

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
  chat.on('message', (message) => message.channelId === shown && show(message));
  chat.on('channel', () => listChannels());
  chat.on('state', ({ state }) => ($('status').textContent = `${chat.username}, ${state.replace('_', ' ')}`));
  chat.on('session-ended', () => location.reload());
  chat.on('device-new', ({ userId }) => console.info(`${userId} has a new device: compare fingerprints`));
  chat.on('error', complain);
  await chat.connect();
  $('login').hidden = true;
  for (const id of ['chat', 'logout']) $(id).hidden = false;
  for (const id of ['create', 'invite']) $(id).hidden = !chat.isAdmin;
  await listChannels();
}

// 3. The channels. One whose key nobody has shared with this device yet has no name.
async function listChannels() {
  const channels = await chat.channels();
  $('channels').replaceChildren(...channels.map(channelButton));
  const current = channels.find(({ id }) => id === shown) ?? channels.at(-1);
  if (current && current.id !== shown) await open(current);
  if (current) $('channel-name').textContent = nameOf(current);
}

function channelButton(channel) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: nameOf(channel) });
  button.setAttribute('aria-current', String(channel.id === shown));
  button.addEventListener('click', () => open(channel).then(listChannels).catch(complain));
  const item = document.createElement('li');
  item.append(button);
  return item;
}

function nameOf({ name }) {
  return name ?? '(waiting for the key)';
}

// 4. A channel's last messages, oldest first; `show` leaves out what is on the screen already.
async function open(channel) {
  shown = channel.id;
  $('messages').replaceChildren();
  const last = [];
  for await (const message of chat.history(channel.id, { limit: 100 })) last.unshift(message);
  if (shown === channel.id) for (const message of last) show(message);
}

function show({ id, senderName, sentAt, text }) {
  const item = $(`message-${id}`) ?? Object.assign(document.createElement('li'), { id: `message-${id}` });
  const time = Object.assign(document.createElement('time'), { dateTime: sentAt });
  time.textContent = new Date(sentAt).toLocaleTimeString([], { timeStyle: 'short' });
  const sender = Object.assign(document.createElement('strong'), { textContent: senderName ?? '?' });
  item.replaceChildren(time, ' ', sender, ' ', text ?? '(cannot be read yet)');
  if (!item.isConnected) $('messages').append(item);
  item.scrollIntoView({ block: 'nearest' });
}

// 5. What is typed is encrypted and sent, and shows up once the server has stored it. Offline it waits.
onSubmit('send', async ({ text }, form) => {
  form.reset();
  await chat.send(shown, text);
});

onSubmit('create', async ({ name }, form) => {
  await open(await chat.createChannel(name));
  form.reset();
  await listChannels();
});

$('invite').addEventListener('click', () => {
  chat.invite().then((token) => ($('token').textContent = token), complain);
});

$('logout').addEventListener('click', () => {
  chat.logout().then(() => location.reload(), complain);
});

function onSubmit(id, work) {
  $(id).addEventListener('submit', (event) => {
    event.preventDefault();
    $('problem').textContent = '';
    work(Object.fromEntries(new FormData(event.target)), event.target).catch(complain);
  });
}

function complain(error) {
  $('problem').textContent = error instanceof Error ? error.message : String(error);
}
