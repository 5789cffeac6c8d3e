// A call in one page: who is there, and sound between the browsers.
import { isApiError } from '@dialtone/sdk';
import { ChatSession, indexedDbStore } from '@dialtone/sdk/chat';
import { joinCall } from '@dialtone/sdk/voice';
import { VOICE_PROOFS } from '../marks.mjs';
import { listNews } from '../news-list.mjs';
import { nameOf, onNews } from '../news.mjs';
import { $, complain, make, onSubmit } from '../page.mjs';
import { followTrust, trustMark } from '../trust-mark.mjs';

// The chat page's device, if there is one: whoever has linked that one need not link another one.
const store = indexedDbStore('dialtone-chat');
const { elements: fields } = $('join');
fields.baseUrl.value = new URLSearchParams(location.search).get('server') ?? fields.baseUrl.value;
const tellNews = listNews(({ type }) =>
  type === 'link-needed' || type === 'link-requested' || type === 'identity-changed'
    ? { label: 'See to it in the chat', run: () => location.assign('../browser/') }
    : undefined,
);

onSubmit('join', async ({ baseUrl, username, password }) => {
  const chat = username
    ? await ChatSession.login({ baseUrl, username, password, store })
    : await ChatSession.resume({ store });
  await join(chat).catch(async (error) => {
    await chat.close();
    if (isApiError(error, 'unauthorized')) askWho(true);
    throw error;
  });
});
await whoIsHere();

/** Whoever is logged in, here or in the chat page, is not asked for their name again. */
async function whoIsHere() {
  const chat = await ChatSession.resume({ store }).catch(() => undefined);
  askWho(chat === undefined);
  if (chat) $('status').textContent = `${chat.username}, not in a room.`;
  await chat?.close();
}

function askWho(isAsked) {
  $('account').hidden = !isAsked;
  $('account').disabled = !isAsked; // so that it is neither required nor sent
}

async function join(chat) {
  // 1. A session. What it tells about trust is shown as the chat page shows it.
  onNews(chat, tellNews);
  followTrust(chat);
  await chat.connect();
  const channel = (await chat.channels()).at(-1);
  if (!channel) throw new Error('There is no channel yet. Make one with the chat example.');

  // 2. The microphone, before anybody is told that we are here.
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const stop = () => stream.getTracks().forEach((track) => track.stop());

  // 3. A call with everyone in the voice room of the server's first channel.
  const call = await joinCall(chat, channel.id, { stream }).catch((error) => {
    stop();
    throw error;
  });
  call.on('track', ({ user, device, track }) => show(chat, { user, device }, new MediaStream([track])));
  call.on('peer', (peer) => (peer.state === 'closed' ? itemOf(peer)?.remove() : show(chat, peer)));
  call.on('proof-refused', async ({ user, reason }) =>
    complain(`Not connected with ${await nameOf(chat, user)}: the proof is ${reason}.`),
  );
  call.on('error', ({ user, error }) => complain(`${user}: ${error.message}`));

  // 4. What the person sees and does.
  const tell = () => ($('status').textContent = `In the room with ${call.room.peers.length} others.`);
  for (const type of ['peer-joined', 'peer-left', 'rejoined']) call.room.on(type, tell);
  call.on('end', async ({ reason }) => {
    stop();
    await chat.close();
    await whoIsHere();
    $('status').textContent = `Not in a room: ${reason}.`;
    $('room').hidden = true;
    $('join').hidden = false;
    $('peers').replaceChildren();
  });
  $('leave').onclick = () => call.close();
  $('mute').onclick = () => {
    if (call.isMuted) call.unmute();
    else call.mute();
    $('mute').setAttribute('aria-pressed', String(call.isMuted));
  };
  $('join').hidden = true;
  $('room').hidden = false;
  tell();
  globalThis.call = call; // for the curious, in the console
}

const itemOf = ({ device }) => document.getElementById(`peer-${device}`);

/** Shows a device that this one is connected with, and whether that is proven; with a stream, it is played. */
function show(chat, { user, device, proof }, stream) {
  let item = itemOf({ device });
  if (!item) {
    const [name, mark] = [make('strong', { textContent: user.slice(-8) }), make('span', { className: 'mark' })];
    item = make('li', { id: `peer-${device}` }, name, ' ', trustMark(chat, user), ' ', mark);
    item.append(make('audio', { autoplay: true }));
    $('peers').append(item);
    void nameOf(chat, user).then((text) => (name.textContent = text));
  }
  if (proof) {
    const mark = item.querySelector('.mark:not([data-user])');
    mark.textContent = VOICE_PROOFS[proof];
    mark.dataset.state = proof;
  }
  if (stream) item.querySelector('audio').srcObject = stream;
}
