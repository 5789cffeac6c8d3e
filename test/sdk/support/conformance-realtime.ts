import { isDeepStrictEqual as isEqual } from 'node:util';
import type { Rule } from './conformance.js';
import { codeOf, Ear } from './ear.js';

const text = (body: string) => ({ body, sender_name_enc: 'bmFtZQ==' });

/** Messages, voice and the connections that carry them. */
export const rulesOfRealtime: readonly Rule[] = [
  [
    'history and catching up have the order of storing, and say whether there is more',
    async ({ register }) => {
      const { client, session } = await register('alice');
      const ear = await Ear.open({ client, session, password: '' });
      const ids: string[] = [];
      const channels: string[] = [];
      for (const name_enc of ['b25l', 'dHdv']) channels.push((await client.channels.create({ name_enc })).channel.id);
      const { next: start } = await client.messages.sync();
      for (const [index, channel_id] of [0, 1, 0, 0].map((at, i) => [i, channels[at]] as const)) {
        const stored = ear.realtime.once('channel.message.new');
        ear.realtime.send({ type: 'channel.message.send', channel_id, ...text(String(index)) });
        ids.push((await stored).message_id);
      }
      const bodies = ({ messages, has_more }: { messages: { body: string }[]; has_more: boolean }) => [
        messages.map(({ body }) => body).join(''),
        has_more,
      ];
      const [channel_id] = channels as [string];
      const synced = await client.messages.sync({ since: start, limit: 3 });
      // No type allows both: what the server says to them is for callers without types.
      const between = { channel_id, after: ids[0], before: ids[2] } as { channel_id: string; after?: string };
      return [
        (await client.channels.list()).channels.map(({ name_enc }) => name_enc),
        bodies(await client.messages.list({ channel_id })),
        bodies(await client.messages.list({ channel_id, limit: 2 })),
        bodies(await client.messages.list({ channel_id, before: ids[2], limit: 2 })),
        bodies(await client.messages.list({ channel_id, after: ids[0], limit: 1 })),
        bodies(synced),
        bodies(await client.messages.sync({ since: synced.next })),
        bodies(await client.messages.sync({ since: ids[1], limit: 1 })),
        await codeOf(Promise.resolve(client.messages.list({ channel_id, after: ids[1] }))),
        await codeOf(Promise.resolve(client.messages.list(between))),
      ];
    },
    [
      ['dHdv', 'b25l'],
      ['023', false],
      ['23', true],
      ['0', false],
      ['2', true],
      ['012', true],
      ['3', false],
      ['2', true],
      'cursor_not_found',
      'invalid_request',
    ],
  ],
  [
    'a page ends before it is too large, and the next one goes on there',
    async ({ register }) => {
      const { client, session } = await register('alice');
      const ear = await Ear.open({ client, session, password: '' });
      const { channel } = await client.channels.create({ name_enc: 'b25l' });
      const { next: since } = await client.messages.sync();
      for (let i = 0; i < 36; i += 1) {
        const stored = ear.realtime.once('channel.message.new');
        const body = `${String(i)} ${'"'.repeat(16_000)}`; // 32 KB with its escapes, of which a page holds 32
        ear.realtime.send({ type: 'channel.message.send', channel_id: channel.id, ...text(body) });
        await stored;
      }
      const ends = ({ messages, has_more }: { messages: { body: string }[]; has_more: boolean }) => [
        ...[messages[0], messages.at(-1)].map((message) => message?.body.split(' ')[0]),
        has_more,
      ];
      const newest = await client.messages.list({ channel_id: channel.id, limit: 500 });
      const synced = await client.messages.sync({ since, limit: 500 });
      const [first] = synced.messages;
      return [
        ends(newest),
        ends(await client.messages.list({ channel_id: channel.id, before: newest.messages[0]?.id })),
        ends(await client.messages.list({ channel_id: channel.id, after: first?.id, limit: 500 })),
        ends(synced),
        ends(await client.messages.sync({ since: synced.next, limit: 500 })),
      ];
    },
    [
      ['4', '35', true],
      ['0', '3', false],
      ['1', '32', true],
      ['0', '31', true],
      ['32', '35', false],
    ],
  ],
  [
    'a repeated client_id is stored once, for its device',
    async ({ register }) => {
      const alice = await register('alice');
      const ear = await Ear.open(alice);
      const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
      const frame = { type: 'channel.message.send', channel_id: channel.id, ...text('hello') } as const;
      const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';
      const acks = [];
      for (const body of ['hello', 'again']) {
        const ack = ear.realtime.once('channel.message.ack');
        ear.realtime.send({ ...frame, body, client_id });
        acks.push(await ack);
      }
      const refused = ear.realtime.once('error');
      ear.realtime.send({ ...frame, channel_id: 'no-channel', client_id: '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a02' });
      const { code, client_id: named } = await refused;
      return [acks[0]?.message_id === acks[1]?.message_id, (await ear.types()).sort(), code, named];
    },
    [
      true,
      ['channel.message.ack', 'channel.message.ack', 'channel.message.new'],
      'channel_not_found',
      '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a02',
    ],
  ],
  [
    "a message keeps its sender's proof; one of another device, or without client_id, is refused",
    async ({ register }) => {
      const alice = await register('alice');
      const ear = await Ear.open(alice);
      const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
      const { next: since } = await alice.client.messages.sync();
      const frame = { type: 'channel.message.send', channel_id: channel.id, ...text('hello') } as const;
      const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';
      const { device_id } = alice.session;
      const proof = { device_id, key_version: 0, counter: 16_777_217, signature: `${'A'.repeat(86)}==` };
      const heard = ear.realtime.once('channel.message.new');
      ear.realtime.send({ ...frame, client_id, proof: Object.assign({ more: 'ignored' }, proof) });
      const proofs = [(await heard).proof];
      for (const { messages } of [
        await alice.client.messages.list({ channel_id: channel.id }),
        await alice.client.messages.sync({ since }),
      ])
        proofs.push(messages[0]?.proof);
      const refusals = [];
      for (const bad of [{ proof }, { client_id, proof: { ...proof, device_id: 'another' } }]) {
        const refused = ear.realtime.once('error');
        ear.realtime.send({ ...frame, ...bad });
        refusals.push((await refused).message);
      }
      return [proofs.map((one) => isEqual(one, { ...proof, client_id })), refusals];
    },
    [
      [true, true, true],
      ['client_id must be given with a proof', 'proof.device_id must be the device of this connection'],
    ],
  ],
  [
    'voice: rosters, two devices of one user, one device as recipient, nobody as recipient',
    async ({ register }) => {
      const alice = await register('alice');
      const bob = await register('bob');
      const { username, user_id } = bob.session;
      const phone = await bob.client.auth.login({
        username,
        password: bob.password,
        public_key: btoa('phone'.padEnd(32, '.')),
      });
      const bobsPhone = { client: bob.client, session: phone, password: '' };
      const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
      const channel_id = channel.id;
      const onPhone = await Ear.open(bobsPhone);
      await bob.client.auth.login({ username, password: bob.password, public_key: bob.session.device_public_key });
      const [hers, his] = [await Ear.open(alice), await Ear.open(bob)];
      const rosters = [];
      for (const { realtime } of [hers, his, onPhone]) {
        const roster = realtime.once('voice_roster');
        realtime.send({ type: 'voice_join', channel_id });
        rosters.push((await roster).users.length);
      }
      const offer = { type: 'webrtc_offer', channel_id, recipient: user_id, sdp: 'v=0' } as const;
      hers.realtime.send(offer);
      hers.realtime.send({ ...offer, recipient_device: phone.device_id });
      hers.realtime.send({ ...offer, recipient: alice.session.user_id });
      const left = onPhone.realtime.once('webrtc_offer', {
        where: ({ recipient_device }) => recipient_device !== undefined,
      });
      await left;
      onPhone.realtime.send({ type: 'voice_leave', channel_id });
      await onPhone.types();
      his.realtime.send({ type: 'voice_leave', channel_id });
      await hers.realtime.once('voice_leave');
      return [
        rosters,
        await hers.types(),
        await his.types(),
        await onPhone.types(),
        hers.heard.find((f) => f.type === 'error')?.code,
      ];
    },
    [
      [1, 2, 2],
      ['voice_roster', 'voice_join', 'voice_join', 'voice_join', 'voice_leave'],
      ['voice_roster', 'voice_join', 'voice_join', 'webrtc_offer'],
      ['voice_roster', 'voice_join', 'webrtc_offer', 'webrtc_offer'],
      'recipient_unavailable',
    ],
  ],
  [
    'a connection with a bad token is refused with the error, and another session is asked for',
    async ({ register, visitor }) => {
      const alice = await register('alice');
      const asked: unknown[] = [];
      const outcomes = [];
      for (const answer of [undefined, alice.session.token]) {
        const client = visitor({
          token: 'of-nobody',
          onUnauthorized: ({ status, code }) => {
            asked.push([status, code]);
            return answer;
          },
        });
        const realtime = client.realtime();
        outcomes.push(await codeOf(realtime.connect()), realtime.state);
        await realtime.close();
      }
      return [outcomes, asked];
    },
    [
      ['unauthorized', 'closed', 'none', 'connected'],
      [
        [401, 'unauthorized'],
        [401, 'unauthorized'],
      ],
    ],
  ],
];
