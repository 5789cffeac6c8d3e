import type { CreateKeyVersionRequest, ServerFrame } from '@dialtone/sdk';
import type { Rule } from './conformance.js';
import { codeOf, Ear, type Someone } from './ear.js';

/** What two names are told as: the name, and the version that it is under. */
const NAMES = [
  ['b25l', undefined],
  ['dHdv', 1],
  ['dHdv', 1],
  ['b25l', undefined],
  ['dHdv', 2],
  ['b25l', undefined],
];

/** The versions of channel keys. */
export const rulesOfKeyVersions: readonly Rule[] = [
  [
    'any member makes the next version of a key, once; everyone hears of it, and it has envelopes of its own',
    async ({ register }) => {
      const [alice, bob] = [await register('alice'), await register('bob')];
      const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
      const [hers, his] = [await Ear.open(alice), await Ear.open(bob)];
      const updates = updatesOf(hers);
      const make = (maker: Someone, version: number) =>
        maker.client.keys.createVersion(newVersion(channel.id, version, maker, [alice, bob]));
      const made = [(await make(bob, 1)).channel.key, (await make(alice, 2)).channel.key];
      const refused = [await codeOf(make(bob, 2)), await codeOf(make(bob, 4)), await codeOf(make(bob, 1))];
      const key = { channel_id: channel.id };
      const read = await bob.client.keys.getChannelKey({ ...key, version: 2 });
      await hers.types();
      return [
        made.map((version) => [version?.version, version?.previous, version?.user_id === bob.session.user_id]),
        refused,
        [read.envelope, read.key?.version, read.others],
        [
          await codeOf(bob.client.keys.getChannelKey(key)),
          await codeOf(bob.client.keys.getChannelKey({ ...key, version: 3 })),
        ],
        await codeOf(
          bob.client.keys.putChannelKeys({ ...key, version: 3, envelopes: newVersion('', 3, bob, [bob]).envelopes }),
        ),
        updates.map((frame) => [frame.channel_name_enc, frame.key?.version, frame.is_stale]),
        (await his.types()).filter((type) => type === 'keys.shared').length,
        (await alice.client.channels.list()).channels.map(({ name_enc, key: present }) => [name_enc, present?.version]),
      ];
    },
    [
      [
        [1, undefined, true],
        [2, commitmentOf(1), false],
      ],
      ['key_version_conflict', 'key_version_conflict', 'key_version_conflict'],
      ['v2', 2, undefined],
      ['envelope_not_found', 'key_version_not_found'],
      'key_version_not_found',
      [
        ['b25l', 1, undefined],
        ['b25l', 2, undefined],
      ],
      2,
      [['b25l', 2]],
    ],
  ],
  [
    "a channel's name stays under the version that it was written with; an admin writes it under one that exists",
    async ({ register }) => {
      const [alice, bob] = [await register('alice'), await register('bob')];
      const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
      const ear = await Ear.open(bob);
      const updates = updatesOf(ear);
      const channel_id = channel.id;
      const make = (version: number) => bob.client.keys.createVersion(newVersion(channel_id, version, bob, [bob]));
      const rename = (someone: Someone, name_enc: string, key_version?: number, id = channel_id) =>
        someone.client.channels.rename({ channel_id: id, name_enc, ...(key_version !== undefined && { key_version }) });
      const told = [
        (await make(1)).channel,
        (await rename(alice, 'dHdv', 1)).channel,
        (await make(2)).channel,
        (await rename(alice, 'b25l')).channel,
        (await rename(alice, 'dHdv', 2)).channel,
        (await rename(alice, 'b25l', 0)).channel,
      ];
      const refused = [
        await codeOf(rename(alice, 'dHdv', 3)),
        await codeOf(rename(alice, 'dHdv', 1, 'no-channel')),
        await codeOf(rename(bob, 'dHdv', 1)),
      ];
      const present = (await bob.client.channels.list()).channels;
      await ear.types();
      return [
        told.map(({ name_enc, name_key_version }) => [name_enc, name_key_version]),
        updates.map(({ channel_name_enc, name_key_version }) => [channel_name_enc, name_key_version]),
        refused,
        present.map(({ name_enc, name_key_version, key }) => [name_enc, name_key_version, key?.version]),
      ];
    },
    [NAMES, NAMES, ['key_version_not_found', 'channel_not_found', 'forbidden'], [['b25l', undefined, 2]]],
  ],
  [
    'a channel is stale once somebody asks for a new key or a device is removed, until it gets one',
    async ({ register }) => {
      const [alice, bob] = [await register('alice'), await register('bob')];
      for (const name_enc of ['b25l', 'dHdv']) await alice.client.channels.create({ name_enc });
      const [second, first] = (await bob.client.channels.list()).channels;
      const ear = await Ear.open(alice);
      const updates = updatesOf(ear);
      const stale = async () => (await bob.client.channels.list()).channels.map(({ is_stale }) => is_stale);
      const seen = [await stale()];
      const channel_id = first?.id ?? '';
      for (let times = 0; times < 2; times++) await bob.client.keys.requestRotation({ channel_id });
      seen.push(await stale());
      await bob.client.keys.createVersion(newVersion(channel_id, 1, bob, [bob]));
      seen.push(await stale());
      const { user_id } = bob.session;
      const public_key = alice.session.device_public_key;
      const { id: device_id } = await bob.client.devices.create({ user_id, public_key });
      await bob.client.devices.remove({ device_id });
      seen.push(await stale());
      const { channel } = await alice.client.channels.rename({ channel_id: second?.id ?? '', name_enc: 'dHdv' });
      const types = await ear.types();
      return [
        seen,
        channel.is_stale,
        updates.map(({ key, is_stale }) => [key?.version, is_stale]),
        types.filter((type) => type === 'device.removed').length,
        await codeOf(bob.client.keys.requestRotation({ channel_id: 'no-channel' })),
      ];
    },
    [
      [
        [undefined, undefined],
        [undefined, true],
        [undefined, undefined],
        [true, true],
      ],
      true,
      [
        [undefined, true],
        [1, undefined],
        [undefined, true],
      ],
      1,
      'channel_not_found',
    ],
  ],
];

type ChannelUpdated = Extract<ServerFrame, { type: 'channel.updated' }>;

/** What somebody hears of channels from now on. */
function updatesOf({ realtime }: Ear): ChannelUpdated[] {
  const updates: ChannelUpdated[] = [];
  realtime.on('channel.updated', (frame) => updates.push(frame));
  return updates;
}

function commitmentOf(version: number): string {
  return btoa(String.fromCharCode(...new Uint8Array(32).fill(version)));
}

/** Neither server checks what is in it. */
function newVersion(
  channel_id: string,
  version: number,
  { session }: Someone,
  receivers: readonly Someone[],
): CreateKeyVersionRequest {
  const { device_id: sender_device_id, device_public_key: sender_public_key } = session;
  return {
    channel_id,
    version,
    commitment: commitmentOf(version),
    signature: btoa(String.fromCharCode(...new Uint8Array(64).fill(version))),
    envelopes: receivers.map((receiver) => ({
      device_id: receiver.session.device_id,
      sender_device_id,
      sender_public_key,
      envelope: `v${String(version)}`,
    })),
  };
}
