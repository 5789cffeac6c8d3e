// A call in one page: who is there, and sound between the browsers.
import { ChatSession, memoryStore } from '@dialtone/sdk/chat';
import { joinCall } from '@dialtone/sdk/voice';

const $ = (id) => document.getElementById(id);
const { elements: fields } = $('join');
fields.baseUrl.value = new URLSearchParams(location.search).get('server') ?? fields.baseUrl.value;

$('join').addEventListener('submit', (event) => {
  event.preventDefault();
  $('problem').textContent = '';
  join(Object.fromEntries(new FormData(event.target))).catch(complain);
});

async function join({ baseUrl, username, password }) {
  // 1. A session. This page forgets its device's key when it is closed; a chat would keep it.
  const chat = await ChatSession.login({ baseUrl, username, password, store: memoryStore() });
  await chat.connect();

  // 2. The microphone, before anybody is told that we are here.
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });

  // 3. A call with everyone in the voice room of the server's first channel.
  const channel = (await chat.channels()).at(-1);
  if (!channel) throw new Error('There is no channel yet. Make one with the chat example.');
  const call = await joinCall(chat, channel.id, { stream });
  call.on('track', ({ user, device, track }) => show({ user, device }, new MediaStream([track])));
  call.on('peer', (peer) => (peer.state === 'closed' ? itemOf(peer)?.remove() : show(peer)));
  call.on('proof-refused', ({ user, reason }) => complain(`Not connected with ${user}: the proof is ${reason}.`));
  call.on('error', ({ user, error }) => complain(`${user}: ${error.message}`));

  // 4. What the person sees and does.
  const tell = () => ($('status').textContent = `In the room with ${call.room.peers.length} others.`);
  for (const type of ['peer-joined', 'peer-left', 'rejoined']) call.room.on(type, tell);
  call.on('end', async ({ reason }) => {
    $('status').textContent = `Not in a room: ${reason}.`;
    $('room').hidden = true;
    for (const track of stream.getTracks()) track.stop();
    await chat.logout();
  });
  $('leave').onclick = () => call.close();
  $('mute').onclick = () => {
    if (call.isMuted) call.unmute();
    else call.mute();
    $('mute').setAttribute('aria-pressed', String(call.isMuted));
  };
  $('room').hidden = false;
  tell();
  globalThis.call = call; // for the curious, in the console
}

const itemOf = ({ device }) => document.getElementById(`peer-${device}`);

/** Shows a device that this one is connected with, and whether that is proven; with a stream, it is played. */
function show({ user, device, proof }, stream) {
  let item = itemOf({ device });
  if (!item) {
    item = Object.assign(document.createElement('li'), { id: `peer-${device}` });
    item.append(document.createElement('span'), Object.assign(document.createElement('audio'), { autoplay: true }));
    $('peers').append(item);
  }
  const [label, audio] = item.children;
  if (proof) label.textContent = proof === 'verified' ? user : `${user}, not proven`;
  if (stream) audio.srcObject = stream;
}

function complain(error) {
  $('problem').textContent = error instanceof Error ? error.message : String(error);
}
