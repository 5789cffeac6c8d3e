import {
  type ChannelKey,
  type ChannelKeyVersion,
  type DirectoryKey,
  type OtherEnvelope,
  PublicKeyPattern,
} from '@app/contract';
import type { DirectoryKeyEntity } from './directory-key.entity.js';

/**
 * The envelopes of a channel's key for one device, newest first; undefined if there is none.
 *
 * @param version what its maker said of this version; undefined for version 0
 */
export function toChannelKey(
  channelId: string,
  version: ChannelKeyVersion | undefined,
  keys: readonly DirectoryKeyEntity[],
): ChannelKey | undefined {
  const key = toDirectoryKey(keys);
  return key && { channel_id: channelId, ...key, ...(version ? { key: version } : {}) };
}

/** The envelopes of the directory key for one device, newest first; undefined if there is none. */
export function toDirectoryKey(keys: readonly DirectoryKeyEntity[]): DirectoryKey | undefined {
  // Older servers took any text as a public key; nobody could open what was sealed with such a one.
  const [newest, ...others] = keys.filter(({ senderPublicKey }) => PublicKeyPattern.test(senderPublicKey));
  if (!newest) return undefined;
  const answer = { device_id: newest.deviceId, ...toEnvelope(newest) };
  return others.length > 0 ? { ...answer, others: others.map(toEnvelope) } : answer;
}

function toEnvelope(key: DirectoryKeyEntity): OtherEnvelope {
  return {
    sender_device_id: key.senderDeviceId,
    sender_public_key: key.senderPublicKey,
    envelope: key.envelope,
    created_at: key.createdAt.toISOString(),
  };
}
