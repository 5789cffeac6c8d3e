// A voice room in one page: who is there, and sound between the browsers. calls.js has the WebRTC half.
import { DialtoneClient } from '@dialtone/sdk';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { joinVoice } from '@dialtone/sdk/voice';
import { startCalls } from './calls.js';

const $ = (id) => document.getElementById(id);
const { elements: fields } = $('join');
fields.baseUrl.value = new URLSearchParams(location.search).get('server') ?? fields.baseUrl.value;

$('join').addEventListener('submit', (event) => {
  event.preventDefault();
  $('problem').textContent = '';
  join(Object.fromEntries(new FormData(event.target))).catch(complain);
});

async function join({ baseUrl, username, password }) {
  // 1. A session. This page has no use for its device's key; a chat would keep it.
  const client = new DialtoneClient({ baseUrl });
  const { publicKey: public_key } = await generateKeyPair();
  const session = await client.auth.login({ username, password, public_key });

  // 2. The microphone, before anybody is told that we are here.
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });

  // 3. The voice room of the server's first channel, and a call with everyone in it.
  const { channels } = await client.channels.list();
  if (channels.length === 0) throw new Error('There is no channel yet. Make one with the chat example.');
  const realtime = client.realtime();
  const room = await joinVoice(realtime, channels.at(-1).id, session);
  const calls = startCalls(room, microphone, { onPeer, onProblem: complain });

  // 4. What the person sees and does.
  const tell = () => ($('status').textContent = `In the room with ${room.peers.length} others.`);
  for (const type of ['peer-joined', 'peer-left', 'rejoined']) room.on(type, tell);
  room.on('end', async ({ reason }) => {
    $('status').textContent = `Not in a room: ${reason}.`;
    $('room').hidden = true;
    for (const track of microphone.getTracks()) track.stop();
    await realtime.close();
    await client.auth.logout();
  });
  $('leave').onclick = () => room.leave();
  $('mute').onclick = () => {
    for (const track of microphone.getAudioTracks()) track.enabled = !track.enabled;
    $('mute').setAttribute('aria-pressed', String(!microphone.getAudioTracks()[0].enabled));
  };
  $('room').hidden = false;
  tell();
  globalThis.calls = calls; // for the curious, in the console
}

/** Somebody can be heard, or, without a stream, no longer. */
function onPeer({ user, device }, stream) {
  document.getElementById(`peer-${device}`)?.remove();
  if (!stream) return;
  const item = Object.assign(document.createElement('li'), { id: `peer-${device}`, textContent: user });
  item.append(Object.assign(document.createElement('audio'), { srcObject: stream, autoplay: true }));
  $('peers').append(item);
}

function complain(error) {
  $('problem').textContent = error instanceof Error ? error.message : String(error);
}
