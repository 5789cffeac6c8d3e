import { PublicKeyPattern } from '../../generated/limits.js';
import type { ChannelKeyEnvelope, DirectoryKey, DirectoryKeyEnvelope, OtherEnvelope } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import { roomFor } from '../../protocol/envelopes.js';
import type { OperationContext, OperationHandlers } from '../context.js';
import { defineTable, type State } from '../state.js';
import { channelOf, versionOf } from './channels.js';

/** Which key: the directory key, or a version of a channel's. */
interface KeyName {
  /** Undefined for the directory key. */
  readonly channel_id?: string | undefined;
  readonly version?: number | undefined;
}

/** A key that one device has sealed for another. */
interface SealedKey extends OtherEnvelope, KeyName {
  readonly device_id: string;
  readonly sender_user_id: string;
}

/** Those that were posted last stand at the end. */
const keyTable = defineTable<SealedKey>(({ channel_id = '', device_id }) => [channel_id, device_id]);

export const keys = {
  getChannelKey: ({ state, session }, { channel_id, version }) => {
    channelOf(state, channel_id);
    const made = versionOf(state, channel_id, version);
    const key = answerOf(keysFor(state, session.device_id, { channel_id, version }));
    if (!key) throw new DialtoneError('envelope_not_found');
    return { channel_id, ...key, ...(made && { key: made }) };
  },

  putChannelKeys: (context, { channel_id, version = 0, envelopes }) => {
    checkSender(context, envelopes);
    channelOf(context.state, channel_id);
    versionOf(context.state, channel_id, version);
    checkDevices(context, envelopes);
    share(context, envelopes, { channel_id, version });
    return { status: 'ok' };
  },

  getDirectoryKey: ({ state, session }) => answerOf(keysFor(state, session.device_id, {})),

  putDirectoryKeys: (context, { envelopes }) => {
    checkSender(context, envelopes);
    checkDevices(context, envelopes);
    share(context, envelopes, {});
    return { status: 'ok' };
  },
} satisfies Partial<OperationHandlers>;

type Envelope = ChannelKeyEnvelope | DirectoryKeyEnvelope;

export function checkSender({ state, session }: OperationContext, envelopes: readonly Envelope[]): void {
  if (envelopes.some(({ sender_device_id }) => sender_device_id !== session.device_id)) {
    throw new DialtoneError('not_your_device');
  }
  const key = state.devices.get(session.device_id)?.public_key;
  if (envelopes.some(({ sender_public_key }) => sender_public_key !== key)) {
    throw new DialtoneError('sender_key_mismatch');
  }
}

export function checkDevices({ state }: OperationContext, envelopes: readonly Envelope[]): void {
  const ids = new Set(state.enabledDevices.map(({ id }) => id));
  if (envelopes.some(({ device_id }) => !ids.has(device_id))) throw new DialtoneError('device_not_found');
}

/** Stores what may be stored, and tells the devices that had no envelope of the key but their own (RT26). */
export function share(context: OperationContext, envelopes: readonly Envelope[], name: KeyName): void {
  const { channel_id, version } = name;
  const deviceIds = put(context, envelopes, name);
  if (deviceIds.size === 0) return;
  context.hub.sendToDevices(
    { type: 'keys.shared', channel_id, version: version === 0 ? undefined : version },
    deviceIds,
  );
}

/** Stores what may be stored. Returns the ids of the devices that had no envelope of the key but their own. */
function put({ state, user }: OperationContext, envelopes: readonly Envelope[], name: KeyName): Set<string> {
  const created_at = state.clock.stamp();
  const first = new Set<string>();
  for (const { device_id, sender_device_id, sender_public_key, envelope } of envelopes) {
    const sender = { sender_user_id: user.id, sender_device_id, sender_public_key };
    const there = keysFor(state, device_id, name);
    const isNew = there.every((key) => key.sender_device_id !== sender_device_id);
    if (isNew && there.every((key) => key.sender_device_id === device_id)) first.add(device_id);
    store(state, { ...name, device_id, ...sender, envelope, created_at }, there);
  }
  return first;
}

function store(state: State, key: SealedKey, there: readonly SealedKey[]): void {
  const rows = state.rows(keyTable);
  const former = rows.get(idOf(key));
  if (former?.envelope === key.envelope) return;
  const own = there.filter(({ sender_user_id }) => sender_user_id === key.sender_user_id);
  const oldest = there.at(-1);
  if (former === undefined && oldest !== undefined) {
    const [count, ofSender, oldestAt] = [there.length, own.length, new Date(oldest.created_at)];
    const room = roomFor({ count, ofSender, oldestAt }, new Date(key.created_at));
    if (room === 'none') return;
    const leaving = room === 'ownOldest' ? own.at(-1) : room === 'oldest' ? oldest : undefined;
    if (leaving !== undefined) rows.delete(idOf(leaving));
  }
  rows.delete(idOf(key));
  rows.set(idOf(key), key);
}

function idOf({ channel_id = '', version = 0, device_id, sender_device_id }: SealedKey): string {
  return `${channel_id} ${String(version)} ${device_id} ${sender_device_id}`;
}

/** What was sealed for a device, newest first. */
function keysFor(state: State, deviceId: string, name: KeyName): SealedKey[] {
  return [...state.rows(keyTable).values()]
    .filter(({ device_id }) => device_id === deviceId)
    .filter(({ channel_id, version }) => channel_id === name.channel_id && version === name.version)
    .reverse();
}

function answerOf(sealed: readonly SealedKey[]): DirectoryKey | undefined {
  const [newest, ...others] = sealed.filter(({ sender_public_key }) => PublicKeyPattern.test(sender_public_key));
  if (newest === undefined) return undefined;
  const answer = { device_id: newest.device_id, ...envelopeOf(newest) };
  return others.length > 0 ? { ...answer, others: others.map(envelopeOf) } : answer;
}

function envelopeOf({ sender_device_id, sender_public_key, envelope, created_at }: SealedKey): OtherEnvelope {
  return { sender_device_id, sender_public_key, envelope, created_at };
}
