import { ChatSession, memoryStore } from '@dialtone/sdk/chat';
import { joinCall, type JoinCallOptions, type VoiceCall } from '@dialtone/sdk/voice';
import { CallParty, connected, refusal, type Caller } from '../support/calls.js';
import { Daemon } from '../support/daemon.js';
import { fakeStream, fakeTrack } from '../support/rtc.js';
import { useVoiceParty } from '../support/voice.js';

const party = useVoiceParty(new CallParty());
const proofsOf = ({ call }: Pick<Caller, 'call'>) => call.peers.map(({ proof }) => proof);

describe('a deployed voice daemon', () => {
  // Which of the two ids is the lower one decides who is polite: the daemon does not care.
  describe.each([0, 1])('user %s', (which) => {
    test('that is in the room already offers to whoever comes, and does not give in', async () => {
      const people = party.people('alice', 'bob');
      const [daemons, ours] = [people[which], people[1 - which]];
      await Daemon.join(party, daemons);
      const call = await party.call(ours, { keys: await party.keysOf(ours) });
      await connected(1, call);
      expect(proofsOf(call)).toEqual(['none']);
      expect(call.heard.filter(([type]) => type === 'error' || type === 'proof-refused')).toEqual([]);
    });

    test('that comes waits, and is offered to', async () => {
      const people = party.people('alice', 'bob');
      const [daemons, ours] = [people[which], people[1 - which]];
      const call = await party.call(ours, { keys: await party.keysOf(ours), patienceMs: 1 });
      await Daemon.join(party, daemons);
      await connected(1, call);
      expect(proofsOf(call)).toEqual(['none']);
    });
  });

  test('whose connection failed is connected with anew, since it has ended its own', async () => {
    const [alice, bob] = party.people('alice', 'bob');
    const daemon = await Daemon.join(party, alice);
    const call = await party.call(bob);
    await connected(1, call);
    const [before] = call.call.peers;
    daemon.connections.get(bob.user_id)?.close();
    daemon.connections.clear();
    party.network.lose();
    await connected(1, call);
    expect(call.call.peers[0].connection).not.toBe(before.connection);
  });
});

describe('a chat session', () => {
  const closing: ChatSession[] = [];
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((chat) => chat.close()));
  });

  async function session(username: string): Promise<ChatSession> {
    const { password } = party.server.addUser({ username });
    const { baseUrl, fetch, WebSocket } = party.server;
    const chat = await ChatSession.login({ baseUrl, fetch, WebSocket, username, password, store: memoryStore() });
    closing.push(chat);
    await chat.connect();
    return chat;
  }

  async function call(chat: ChatSession, channelId: string): Promise<{ call: VoiceCall }> {
    const options = { rtc: party.network.rtc, stream: fakeStream(fakeTrack('microphone')), patienceMs: 60_000 };
    return { call: await joinCall(chat, channelId, options as JoinCallOptions) };
  }

  test('has the keys for proofs, also of devices that are newer than its list', async () => {
    const alice = await session('alice');
    const { id } = await alice.createChannel('lounge');
    const hers = await call(alice, id);
    const bob = await session('bob');
    const his = await call(bob, id);
    await connected(1, hers as Caller, his as Caller);
    expect([hers, his].map(proofsOf)).toEqual([['verified'], ['verified']]);
  });

  test('refuses a device that is listed as a user’s, but that their identity has not signed', async () => {
    const alice = await session('alice');
    const { id } = await alice.createChannel('lounge');
    const bob = await session('bob');
    await alice.members();
    await alice.fingerprintOf(bob.userId);
    expect(alice.trust.stateOf(bob.userId)).toBe('unverified');
    const hers = await call(alice, id);
    const made = party.server.addDevice(bob.userId);
    party.channelId = id;
    const refused = refusal(hers as Caller);
    await party.call(made, { keys: await party.keysOf(made) });
    expect(await refused).toEqual({ user: bob.userId, device: made.device_id, reason: 'untrusted' });
    expect(hers.call.peers).toEqual([]);
  });
});
