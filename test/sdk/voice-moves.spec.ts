import type { Session } from '@dialtone/sdk';
import { joinVoice } from '@dialtone/sdk/voice';
import { nextOf, useVoiceParty } from '../support/voice.js';

describe('a voice room, over reconnects and moves', () => {
  const party = useVoiceParty();

  test('joins again after a reconnect, and reports who came and went meanwhile', async () => {
    const [alice, bob, carol] = party.people('alice', 'bob', 'carol') as [Session, Session, Session];
    const [hers, his] = [await party.join(alice), await party.join(bob)];
    const hersToo = await party.connected(carol);
    await party.server.idle();
    hers.heard.length = 0;

    const isBack = nextOf(hers.room, 'rejoined');
    const letGo = party.server.holdNext('connect');
    party.server.dropConnections({ userId: alice.user_id });
    await nextOf(his.room, 'peer-left');
    expect(hers.room.sendOffer({ user: bob.user_id }, 'nobody hears it')).toBe(false);
    his.room.leave();
    await joinVoice(hersToo, party.channelId, carol);
    letGo();
    await isBack;

    expect(hers.heard).toEqual([
      ['peer-left', { user: bob.user_id }],
      ['peer-joined', { user: carol.user_id }],
      ['rejoined', { peers: [carol.user_id] }],
    ]);
    expect(hers.room.peers).toEqual([carol.user_id]);
    expect(hers.room.sendOffer({ user: carol.user_id }, 'again')).toBe(true);
  });

  test('keeps its peers when the server asks to catch up, and reports who came and went', async () => {
    const [alice, bob, carol] = party.people('alice', 'bob', 'carol') as [Session, Session, Session];
    const [hers, his] = [await party.join(alice), await party.join(bob)];
    his.room.sendOffer({ user: alice.user_id }, 'from the newcomer');
    await party.server.idle();
    hers.room.sendAnswer({ user: bob.user_id, device: bob.device_id }, 'yes');
    await party.server.idle();
    for (const { heard } of [hers, his]) heard.length = 0;
    party.server.requireSync();
    await party.server.idle();
    expect([hers.heard, his.heard]).toEqual([[], []]);

    const theirs = await party.join(carol);
    await party.server.idle();
    party.server.requireSync(); // before the offer has come, which may be lost
    await party.server.idle();
    for (const { heard } of [hers, his]) {
      expect(heard).toEqual([
        ['peer-joined', { user: carol.user_id }],
        ['rejoined', { peers: [carol.user_id] }],
      ]);
    }
    expect(theirs.heard).toEqual([['rejoined', { peers: [alice.user_id, bob.user_id].sort() }]]);
  });

  test('learns from the server who is there after missing it', async () => {
    const [alice, bob, carol] = party.people('alice', 'bob', 'carol') as [Session, Session, Session];
    const [hers, his] = [await party.join(alice), await party.join(bob)];
    await party.server.idle();
    hers.heard.length = 0;
    for (const type of ['voice_join', 'voice_leave']) party.lost.add(type);
    his.room.leave();
    await party.join(carol);
    await party.server.idle();
    expect(hers.heard).toEqual([]);
    party.server.requireSync();
    await party.server.idle();
    expect(hers.heard).toEqual([
      ['peer-left', { user: bob.user_id }],
      ['peer-joined', { user: carol.user_id }],
      ['rejoined', { peers: [carol.user_id] }],
    ]);
    expect(hers.room.peers).toEqual([carol.user_id]);
  });

  test('joins again when the server has forgotten the member', async () => {
    const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
    const [hers, his] = [await party.join(alice), await party.join(bob)];
    await party.server.idle();
    hers.heard.length = 0;
    party.lost.add('voice_leave');
    hers.realtime.send({ type: 'voice_leave', channel_id: party.channelId }); // as if the server had forgotten
    await party.server.idle();
    party.server.requireSync();
    await party.server.idle();
    expect(hers.heard).toEqual([['rejoined', { peers: [bob.user_id] }]]);
    expect(his.room.sendOffer({ user: alice.user_id }, 'heard')).toBe(true);
    await party.server.idle();
    expect(hers.heard.at(-1)).toMatchObject(['offer', { sdp: 'heard' }]);
  });

  test('ends when the same connection joins another room; leaving the old one does not affect the new one', async () => {
    const [alice] = party.people('alice') as [Session];
    const hers = await party.join(alice);
    const other = party.server.addChannel({ name_enc: 'dHdv', created_by: alice.user_id });
    const room = await joinVoice(hers.realtime, other.id, alice);
    hers.room.leave();
    await party.server.idle();
    expect(hers.heard).toEqual([['end', { reason: 'moved' }]]);
    expect(room.channelId).toBe(other.id);
    expect(party.server.connections).toMatchObject([{ room: other.id }]);
  });

  test('stays joined when the server refuses another room, and can still be left', async () => {
    const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
    const [hers, his] = [await party.join(alice), await party.join(bob)];
    await party.server.idle();
    await expect(joinVoice(hers.realtime, 'no-channel', alice)).rejects.toMatchObject({ code: 'channel_not_found' });
    hers.heard.length = 0;
    his.room.sendOffer({ user: alice.user_id }, 'still here?');
    await party.server.idle();
    expect(hers.heard).toMatchObject([['offer', { sdp: 'still here?' }]]);
    expect(hers.room.peers).toEqual([bob.user_id]);
    hers.room.leave();
    await party.server.idle();
    expect(his.heard.at(-1)).toEqual(['peer-left', { user: alice.user_id }]);
    expect(party.server.connections.filter(({ userId }) => userId === alice.user_id)).toMatchObject([
      { room: undefined },
    ]);
  });

  test('leaves both rooms when joining another one is aborted', async () => {
    const [alice, bob] = party.people('alice', 'bob') as [Session, Session];
    const [hers, his] = [await party.join(alice), await party.join(bob)];
    const other = party.server.addChannel({ name_enc: 'dHdv', created_by: alice.user_id });
    await party.server.idle();
    hers.heard.length = 0;
    const letGo = party.server.holdNext('voice_join');
    const waiting = new AbortController();
    const joining = joinVoice(hers.realtime, other.id, alice, { signal: waiting.signal });
    await party.server.idle();
    waiting.abort();
    await expect(joining).rejects.toMatchObject({ name: 'AbortedError' });
    expect(hers.heard).toEqual([['end', { reason: 'left' }]]);
    letGo();
    await party.server.idle();
    expect(his.heard.at(-1)).toEqual(['peer-left', { user: alice.user_id }]);
    const again = await joinVoice(hers.realtime, party.channelId, alice);
    expect(again.peers).toEqual([bob.user_id]);
  });
});
