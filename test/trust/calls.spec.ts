import type { Session } from '@dialtone/sdk';
import { CallParty, connected, refusal, type Caller, type Frame } from '../support/calls.js';
import type { FakeConnection } from '../support/rtc.js';
import { useVoiceParty } from '../support/voice.js';

const party = useVoiceParty(new CallParty());
const proofsOf = ({ call }: Caller) => call.peers.map(({ proof }) => proof);
const refusals = ({ heard }: Caller) => heard.filter(([type]) => type === 'proof-refused').map(([, event]) => event);
const deviceOf = ({ user_id: user, device_id: device }: Session) => ({ user, device });

/** Alice and Bob, who have proofs. */
async function two() {
  const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
  return { alice, bob, hers: await party.keysOf(alice), his: await party.keysOf(bob) };
}

/** Changes the descriptions of one type. */
const changing = (type: string, change: (sdp: string) => string) => (frame: Frame) =>
  frame.type === type && frame.sdp !== undefined ? { ...frame, sdp: change(frame.sdp) } : frame;

test('three devices of two users prove to each other who they are', async () => {
  const { alice, bob, hers, his } = await two();
  const phone = party.server.addDevice(bob.user_id);
  const phones = await party.keysOf(phone);
  const callers = [
    await party.call(bob, { keys: his }),
    await party.call(phone, { keys: phones }),
    await party.call(alice, { keys: hers }),
  ];
  await connected(2, callers[2]);
  await connected(1, callers[0], callers[1]);
  expect(callers.map(proofsOf)).toEqual([['verified'], ['verified'], ['verified', 'verified']]);
  expect(callers.flatMap(refusals)).toEqual([]);
});

test('what the browser is given is what it would have been given without proofs', async () => {
  const { alice, bob, hers, his } = await two();
  const onAir: string[] = [];
  const first = await party.call(alice, { keys: hers }, (frame) => {
    if (frame.sdp !== undefined) onAir.push(frame.sdp);
    return frame;
  });
  const second = await party.call(bob, { keys: his });
  await connected(1, first, second);
  const line = `a=x-dialtone-proof:${alice.device_id}:`;
  expect(onAir[0]).toMatch(new RegExp(`^v=0\r\n[^]*\r\na=x-dialtone-call:1\r\n${line}\\S{24}:\\S{44}\r\nm=audio`));
  for (const { remoteDescription } of party.network.open) expect(remoteDescription?.sdp).not.toContain('x-dialtone');
});

test.each([
  ['offer', 'wrong', (sdp: string) => sdp.replace(/(fingerprint:sha-256 )F\d+/, '$1F666')],
  ['offer', 'wrong', (sdp: string) => sdp.replace('setup:actpass', 'setup:passive')],
  ['offer', 'wrong', (sdp: string) => sdp.replace(/ice-ufrag:\S+/, 'ice-ufrag:evil')],
  ['offer', 'wrong', (sdp: string) => sdp.replace('m=audio', 'a=x-dialtone-proof:more\r\nm=audio')],
  ['offer', 'missing', (sdp: string) => sdp.replace(/a=x-dialtone-proof:.*\r\n/g, '')],
  ['answer', 'wrong', (sdp: string) => sdp.replace(/(fingerprint:sha-256 )F\d+/, '$1F666')],
  ['answer', 'missing', (sdp: string) => sdp.replace(/a=x-dialtone-proof:.*\r\n/g, '')],
] as const)('an %s that the server has changed is refused and told: %s', async (type, reason, change) => {
  const { alice, bob, hers, his } = await two();
  const [tamperOld, tamperNew] = [`webrtc_offer`, `webrtc_answer`].map((name) =>
    name === `webrtc_${type}` ? changing(name, change) : undefined,
  );
  const old = await party.call(alice, { keys: hers }, tamperOld);
  const fresh = await party.call(bob, { keys: his }, tamperNew);
  const [victim, from] = type === 'offer' ? [old, bob] : [fresh, alice];
  expect(await refusal(victim)).toEqual({ ...deviceOf(from), reason });
  await party.server.idle();
  expect(victim.call.peers).toEqual([]);
  expect(victim.heard).toEqual([['proof-refused', { ...deviceOf(from), reason }]]);
});

test('a changed offer to somebody who is connected changes nothing for them', async () => {
  const { alice, bob, hers, his } = await two();
  let isLying = false;
  const old = await party.call(alice, { keys: hers }, (frame) =>
    isLying ? changing('webrtc_offer', (sdp) => sdp.replace(/o=- \S+/, 'o=- 666'))(frame) : frame,
  );
  const fresh = await party.call(bob, { keys: his });
  await connected(1, old, fresh);
  isLying = true;
  const refused = refusal(old);
  (fresh.call.peers[0].connection as unknown as FakeConnection).restartIce();
  expect(await refused).toMatchObject({ reason: 'wrong' });
  expect(old.call.peers).toMatchObject([{ state: 'connected', proof: 'verified' }]);
});

test.each([
  ['an offer', 'webrtc_offer'],
  ['an answer', 'webrtc_answer'],
])('%s that was recorded is not accepted a second time', async (_name, type) => {
  const { alice, bob, hers, his } = await two();
  const recorded: string[] = [];
  const old = await party.call(alice, { keys: hers }, (frame) => {
    if (frame.type !== type || frame.sdp === undefined) return frame;
    recorded.push(frame.sdp);
    return { ...frame, sdp: recorded[0] };
  });
  const fresh = await party.call(bob, { keys: his });
  await connected(1, old, fresh);
  const { call } = type === 'webrtc_offer' ? fresh : old;
  const connection = call.peers[0].connection as unknown as FakeConnection;
  const refused = refusal(old);
  while (recorded.length < 1) {
    connection.restartIce();
    while (recorded.length < 1 || connection.signalingState !== 'stable') await party.server.idle();
  }
  connection.restartIce();
  expect(await refused).toEqual({ ...deviceOf(bob), reason: 'wrong' });
  expect(recorded).toHaveLength(2);
});

test('a server cannot pass off a device of its own as that of somebody else', async () => {
  const { alice, bob, hers } = await two();
  const mallory = party.server.addUser({ username: 'mallory' }) as Session;
  const mallorys = await party.keysOf(mallory);
  const old = await party.call(alice, { keys: hers }, (frame) =>
    frame.sender === mallory.user_id && frame.type.startsWith('webrtc')
      ? { ...frame, sender: bob.user_id, sender_device: bob.device_id }
      : frame,
  );
  const refused = refusal(old);
  await party.call(mallory, { keys: mallorys });
  expect(await refused).toEqual({ ...deviceOf(bob), reason: 'wrong' });
});

test.each([
  ['signed', false, 'none'],
  ['prefer', true, 'none'],
  ['signed', true, 'missing'],
  ['require', false, 'missing'],
] as const)('a plain client, under %s, while its device needs proofs: %s', async (proofs, needsProof, outcome) => {
  const { alice, bob, hers } = await two();
  await party.keysOf(bob, { needsProof });
  const old = await party.call(alice, { keys: hers, proofs });
  const refused = refusal(old);
  const plain = await party.call(bob);
  if (outcome === 'none') {
    await connected(1, old, plain);
    expect(proofsOf(old)).toEqual(['none']);
    expect(refusals(old)).toEqual([]);
  } else {
    expect(await refused).toEqual({ ...deviceOf(bob), reason: outcome });
    expect(old.call.peers).toEqual([]);
  }
});

test('a wrong proof is refused also where none is needed', async () => {
  const { alice, bob, hers } = await two();
  const others = await party.keysOf(bob, { needsProof: false });
  await party.keysOf(bob, { needsProof: false }); // alice knows another key of the device
  const old = await party.call(alice, { keys: hers, proofs: 'prefer' });
  const refused = refusal(old);
  await party.call(bob, { keys: others });
  expect(await refused).toEqual({ ...deviceOf(bob), reason: 'wrong' });
});

test('a device that its user has not signed is refused, proof or not', async () => {
  const { alice, bob, hers } = await two();
  const his = await party.keysOf(bob, { isRefused: true });
  const old = await party.call(alice, { keys: hers, proofs: 'prefer' });
  const refused = refusal(old);
  await party.call(bob, { keys: his });
  expect(await refused).toEqual({ ...deviceOf(bob), reason: 'untrusted' });
});

test('a public key that nothing can be agreed with proves nothing, and holds up nobody', async () => {
  const { alice, bob, hers, his } = await two();
  const known = party.devices.get(bob.device_id);
  const old = await party.call(alice, {
    keys: { ...hers, deviceOf: () => known && { ...known, publicKey: `${'A'.repeat(43)}=` } },
  });
  const refused = refusal(old);
  await party.call(bob, { keys: his });
  expect(await refused).toEqual({ ...deviceOf(bob), reason: 'wrong' });
});
