import type { ClientFrame } from '@dialtone/sdk';
import { makeChannel, NO_ID } from '../support/channels.js';
import type { Heard, Listener } from '../support/listener.js';
import { loginFromNewDevice, type Person, register } from '../support/people.js';
import { useServer } from '../support/stage.js';

const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n';

const { server, alice, bob, carol, listen, listenRaw } = useServer('alice', 'bob', 'carol');
let channel_id: string;
let aliceHears: Listener;
let bobHears: Listener;
let carolHears: Listener;
beforeEach(async () => {
  channel_id = await makeChannel(alice);
  [aliceHears, bobHears, carolHears] = [await listen(alice), await listen(bob), await listen(carol)];
});

async function join(...ears: Listener[]): Promise<void> {
  for (const ear of ears) {
    ear.send({ type: 'voice_join', channel_id });
    await ear.next('voice_roster');
  }
}

/** One signal of each kind. */
function signals(recipient: Person) {
  const to = { channel_id, recipient: recipient.session.user_id };
  return [
    { type: 'webrtc_offer', ...to, sdp: SDP },
    { type: 'webrtc_answer', ...to, sdp: SDP },
    { type: 'ice_candidate', ...to, candidate: 'candidate:1' },
  ] as const satisfies ClientFrame[];
}

function signalsHeard(ear: Heard) {
  return ear.frames.filter(({ type }) => ['webrtc_offer', 'webrtc_answer', 'ice_candidate'].includes(type));
}

/** Sends frames, then leaves the room; everyone hears of that last, so that nothing is under way any more. */
async function sendAndSettle(sender: Listener, ...frames: ClientFrame[]): Promise<void> {
  sender.send(...frames, { type: 'voice_leave', channel_id });
  const isLeave = (frame: { sender: string; active: boolean }) => frame.sender === sender.userId && !frame.active;
  await Promise.all([aliceHears, bobHears, carolHears].map((ear) => ear.next('voice.presence', isLeave)));
}

it("RT9 each signal reaches the recipient, with the sender's id, and nobody else inside or outside the room", async () => {
  const dave = await register(server, 'dave');
  const outside = await listen(dave);
  await join(aliceHears, bobHears, carolHears);

  await sendAndSettle(aliceHears, ...signals(bob));
  await outside.next('voice.presence', ({ active }) => !active);

  const { user_id: sender, device_id: sender_device } = alice.session;
  expect(signalsHeard(bobHears)).toEqual(signals(bob).map((signal) => ({ ...signal, sender, sender_device })));
  for (const ear of [aliceHears, carolHears, outside]) expect(signalsHeard(ear)).toEqual([]);
  expect(aliceHears.all('error')).toEqual([]);
});

it("RT9 a signal reaches all of the recipient's connections in that room and none of their others", async () => {
  const inRoom = await listen(await loginFromNewDevice(server, 'bob'));
  const elsewhere = await listen(await loginFromNewDevice(server, 'bob'));
  const other = await makeChannel(alice);
  await join(aliceHears, bobHears, inRoom);
  elsewhere.send({ type: 'voice_join', channel_id: other });
  await elsewhere.next('voice_roster');

  await sendAndSettle(aliceHears, ...signals(bob));
  await Promise.all([inRoom, elsewhere].map((ear) => ear.next('voice.presence', ({ active }) => !active)));

  expect([bobHears, inRoom, elsewhere].map((ear) => signalsHeard(ear).length)).toEqual([3, 3, 0]);
});

it("RT9 a signal to oneself reaches one's other connections, and is not echoed", async () => {
  const phoneHears = await listen(await loginFromNewDevice(server, 'alice'));
  await join(aliceHears, bobHears, phoneHears);

  aliceHears.send(...signals(alice));
  await phoneHears.next('ice_candidate');
  await phoneHears.close();
  await sendAndSettle(aliceHears);

  expect(signalsHeard(phoneHears)).toHaveLength(3);
  expect(signalsHeard(aliceHears)).toEqual([]);
});

it("RT9 a signal for one device reaches that device's connections and no others, and an answer finds its way back", async () => {
  const phone = await loginFromNewDevice(server, 'bob');
  const phoneHears = await listen(phone);
  const phoneAgain = await listen(phone);
  await join(aliceHears, bobHears, phoneHears, phoneAgain);

  aliceHears.send(...signals(bob).map((signal) => ({ ...signal, recipient_device: phone.session.device_id })));
  const [offer] = await Promise.all([
    phoneHears.next('webrtc_offer'),
    ...[phoneHears, phoneAgain].map((ear) => ear.next('ice_candidate')),
  ]);
  phoneHears.send({ ...signals(alice)[1], recipient_device: offer.sender_device });
  const answer = await aliceHears.next('webrtc_answer');
  await sendAndSettle(aliceHears);

  expect(offer).toEqual({
    ...signals(bob)[0],
    recipient_device: phone.session.device_id,
    sender: alice.session.user_id,
    sender_device: alice.session.device_id,
  });
  expect(answer.sender_device).toBe(phone.session.device_id);
  expect([phoneHears, phoneAgain, bobHears].map((ear) => signalsHeard(ear).length)).toEqual([3, 3, 0]);
});

it('RT21 a signal to somebody who is not in the room, or does not exist, is answered with recipient_unavailable', async () => {
  await join(aliceHears);

  for (const signal of [...signals(bob), { ...signals(bob)[0], recipient: NO_ID }, signals(alice)[0]]) {
    aliceHears.send(signal);
    expect(await aliceHears.next('error')).toMatchObject({ code: 'recipient_unavailable' });
  }
  await sendAndSettle(aliceHears);

  for (const ear of [aliceHears, bobHears, carolHears]) expect(signalsHeard(ear)).toEqual([]);
});

it("RT21 a signal to a device that is not in the room is answered alike, even if its user's other devices are", async () => {
  const phone = await loginFromNewDevice(server, 'bob');
  const phoneHears = await listen(phone);
  await join(aliceHears, bobHears);

  for (const recipient_device of [phone.session.device_id, carol.session.device_id, NO_ID]) {
    aliceHears.send({ ...signals(bob)[0], recipient_device });
    expect(await aliceHears.next('error')).toMatchObject({ code: 'recipient_unavailable' });
  }
  await sendAndSettle(aliceHears);

  for (const ear of [bobHears, phoneHears]) expect(signalsHeard(ear)).toEqual([]);
});

it('RT9 a signal carries only the fields of the contract, and no forged sender', async () => {
  await join(bobHears);
  const raw = await listenRaw(alice);
  raw.send({ type: 'voice_join', channel_id });
  await raw.next('voice_roster');

  raw.send({ ...signals(bob)[0], sender: carol.session.user_id, candidate: 'x', extra: true });

  expect(await bobHears.next('webrtc_offer')).toEqual({
    ...signals(bob)[0],
    sender: alice.session.user_id,
    sender_device: alice.session.device_id,
  });
});

it('RT9 a join and a signal sent in the same tick are handled in order', async () => {
  await join(bobHears);

  aliceHears.send({ type: 'voice_join', channel_id }, ...signals(bob));
  await bobHears.next('ice_candidate');

  expect(signalsHeard(bobHears).map(({ type }) => type)).toEqual(['webrtc_offer', 'webrtc_answer', 'ice_candidate']);
  expect(aliceHears.all('error')).toEqual([]);
});

it('RT10 a signal from outside the room is answered with voice_not_joined, and not passed on', async () => {
  const other = await makeChannel(alice);
  await join(bobHears);
  aliceHears.send({ type: 'voice_join', channel_id: other });
  await aliceHears.next('voice_roster');

  aliceHears.send(...signals(bob));
  const errors = [await aliceHears.next('error'), await aliceHears.next('error'), await aliceHears.next('error')];
  await sendAndSettle(bobHears);

  expect(errors).toEqual(Array(3).fill({ type: 'error', code: 'voice_not_joined', message: expect.any(String) }));
  expect(signalsHeard(bobHears)).toEqual([]);
});

it('RT10 a signal after leaving, or to an unknown channel, is answered alike', async () => {
  await join(aliceHears, bobHears);

  aliceHears.send({ type: 'voice_leave', channel_id }, signals(bob)[0]);
  expect(await aliceHears.next('error')).toMatchObject({ code: 'voice_not_joined' });
  aliceHears.send({ ...signals(bob)[0], channel_id: NO_ID });
  expect(await aliceHears.next('error')).toMatchObject({ code: 'voice_not_joined' });

  await sendAndSettle(bobHears);
  expect(signalsHeard(bobHears)).toEqual([]);
});
