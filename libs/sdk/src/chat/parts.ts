import type { Account } from './account.js';
import { Channels } from './channels.js';
import { ChatConnection } from './connection.js';
import { createEmitter, forEach, reportError, type ChatContext } from './context.js';
import { Devices } from './devices.js';
import { Directory } from './directory.js';
import { Envelopes } from './envelopes.js';
import { Identity } from './identity.js';
import { Keyring } from './keyring.js';
import { Members } from './members.js';
import { Policy } from './policy.js';
import { Sharing } from './sharing.js';
import { Timeline } from './timeline.js';
import { Trust } from './trust.js';
import { Upkeep, type Part } from './upkeep.js';
import { ChatVoiceKeys } from './voice-keys.js';

/** What a session is made of. */
export interface SessionParts {
  readonly context: ChatContext;
  readonly connection: ChatConnection;
  readonly devices: Devices;
  readonly trust: Trust;
  readonly identity: Identity;
  readonly keyring: Keyring;
  readonly sharing: Sharing;
  readonly channels: Channels;
  readonly members: Members;
  readonly timeline: Timeline;
  readonly upkeep: Upkeep;
  readonly voiceKeys: ChatVoiceKeys;
}

/** Makes the parts of an account's session. */
export function createParts({ vault, client, closing, shareWith }: Account): SessionParts {
  const context: ChatContext = { vault, client, emitter: createEmitter(), signal: closing.signal };
  const onError = (error: unknown) => reportError(context, error);
  const connection = new ChatConnection(context);
  const trust = new Trust(context, () => upkeep.want(['devices']));
  const devices = new Devices(context, trust);
  const identity = new Identity(context, { devices, trust });
  const policy = new Policy(context, trust, shareWith);
  const envelopes = new Envelopes(context, devices, policy);
  const sharing = new Sharing(context, { devices, envelopes, policy });
  const keyring = new Keyring(context, { envelopes, sharing });
  const directory = new Directory(context, { envelopes, sharing });
  const channels = new Channels(context, keyring, sharing);
  const upkeep: Upkeep = new Upkeep({ run: (wanted) => refresh(parts, wanted), onError });
  const onBehind = () => upkeep.retry(['devices', 'names']);
  const members = new Members(context, { devices, directory, sharing, trust, onBehind });
  const timeline = new Timeline(context, {
    keyring,
    members,
    onIdle: () => void connection.saveCursor(connection.realtime.cursor).catch(onError),
    onBehind: () => upkeep.retry(['channels']),
  });
  const voiceKeys = new ChatVoiceKeys(context, { devices, trust, policy });
  const parts: SessionParts = {
    voiceKeys,
    ...{ context, connection, devices, trust, identity, keyring, sharing, channels, members, timeline, upkeep },
  };
  return parts;
}

/** Brings the local copies of the server's data up to date. Resolves with those that still lack something. */
async function refresh(parts: SessionParts, wanted: ReadonlySet<Part>): Promise<Part[]> {
  const { devices, identity, sharing, channels, members, timeline } = parts;
  const missing: Part[] = [];
  const isStale = wanted.has('devices') || devices.known.length === 0;
  if (isStale) await devices.refresh();
  const work = [
    async () => {
      if (isStale) await identity.ensure();
    },
    async () => {
      try {
        if (wanted.has('channels') && (await channels.refresh())) missing.push('channels');
      } finally {
        timeline.catchUp();
      }
    },
    async () => {
      if (wanted.has('names') && (await members.refreshNames())) missing.push('names');
    },
    async () => {
      if (wanted.has('presence')) await members.refreshPresence();
    },
    () => sharing.share(),
  ];
  await forEach(work, (part) => part());
  return missing;
}
