import type { Row } from '../../core/database/tables.js';
import { type Context, wasTaken } from './context.js';
import type { GoChannel, GoEnvelope } from './go-rows.js';
import type { Tally } from './report.js';
import { isEnvelope, isId, Mender, type RefusalRule } from './rules.js';

/** The key that a channel began with; dialtone-go knows no others. */
const VERSION = 0;

/** Stores channels. */
export async function takeChannels(context: Context, channels: readonly GoChannel[], tally: Tally): Promise<void> {
  const { target, left } = context;
  const found = await target.find('channels', ['id', 'deletedAt'], { id: channels.map(({ id }) => id) });
  const isDeleted = new Map(found.map(({ id, deletedAt }) => [id as string, deletedAt !== null]));
  const rows: Row[] = [];
  for (const { id, name_enc, created_by, created_at } of channels) {
    const mender = new Mender();
    const createdAt = mender.time(created_at);
    if (isDeleted.get(id) === false) tally.isThere();
    else if (isDeleted.get(id) || wasTaken(context, createdAt)) leave(id, 'removed_here');
    else if (left.users.has(created_by)) leave(id, 'without_owner');
    else if (!isId(id)) leave(id, 'invalid_id');
    else {
      rows.push({
        id,
        nameEnc: mender.encryptedName(name_enc),
        nameKeyVersion: VERSION,
        createdBy: created_by,
        createdAt,
        deletedAt: null,
        keyVersion: VERSION,
        keyEpoch: 0,
      });
      tally.take(mender.rules);
    }
  }
  await target.insert({ table: 'channels', rows });

  function leave(id: string, rule: RefusalRule): void {
    tally.refuse(rule);
    left.channels.add(id);
  }
}

/** Stores the envelopes of one table, whose rows come in the order of what tells them apart. */
export class Envelopes {
  private last = '';

  constructor(private readonly table: 'channel_keys' | 'directory_keys') {}

  async take(context: Context, envelopes: readonly GoEnvelope[], tally: Tally): Promise<void> {
    const there = await this.keysThere(context, envelopes);
    const rows: Row[] = [];
    for (const envelope of envelopes) {
      const key = keyOf(envelope.channel_id, envelope.device_id, envelope.sender_device_id);
      const problem = problemOf(context, envelope) ?? (key === this.last ? 'superseded' : null);
      if (problem !== null) {
        tally.refuse(problem);
        continue;
      }
      this.last = key;
      const mender = new Mender();
      const createdAt = mender.time(envelope.created_at);
      if (there.has(key)) tally.isThere();
      else if (wasTaken(context, createdAt)) tally.refuse('removed_here');
      else {
        rows.push({ ...toEnvelope(envelope), createdAt });
        tally.take(mender.rules);
      }
    }
    await context.target.insert({ table: this.table, rows });
  }

  private async keysThere({ target }: Context, envelopes: readonly GoEnvelope[]): Promise<Set<string>> {
    const deviceId = [...new Set(envelopes.map(({ device_id }) => device_id))];
    if (this.table === 'directory_keys') {
      const found = await target.find(this.table, ['deviceId', 'senderDeviceId'], { deviceId });
      return new Set(found.map((one) => keyOf(null, one.deviceId as string, one.senderDeviceId as string)));
    }
    const channelId = [...new Set(envelopes.flatMap(({ channel_id }) => channel_id ?? []))];
    const found = await target.find(this.table, ['channelId', 'version', 'deviceId', 'senderDeviceId'], {
      channelId,
      version: [VERSION],
      deviceId,
    });
    return new Set(
      found.map((one) => keyOf(one.channelId as string, one.deviceId as string, one.senderDeviceId as string)),
    );
  }
}

function keyOf(channelId: string | null, deviceId: string, senderDeviceId: string): string {
  return `${channelId ?? ''} ${deviceId} ${senderDeviceId}`;
}

function problemOf({ left }: Context, envelope: GoEnvelope): RefusalRule | null {
  const { channel_id, device_id, sender_device_id, sender_public_key, sender_key } = envelope;
  const isOrphan = left.devices.has(device_id) || left.devices.has(sender_device_id);
  if (isOrphan || (channel_id !== null && left.channels.has(channel_id))) return 'without_owner';
  if (sender_public_key !== sender_key) return 'foreign_key';
  return isEnvelope(envelope.envelope) ? null : 'invalid_text';
}

function toEnvelope({ channel_id, ...one }: GoEnvelope): Row {
  return {
    ...(channel_id === null ? {} : { channelId: channel_id, version: VERSION }),
    deviceId: one.device_id,
    senderDeviceId: one.sender_device_id,
    senderUserId: one.sender_user_id,
    senderPublicKey: one.sender_public_key,
    envelope: one.envelope,
  };
}
