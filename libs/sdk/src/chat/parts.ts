import type { Account } from './account.js';
import { Channels } from './channels.js';
import { ChatConnection } from './connection.js';
import { createEmitter, forEach, reportError, type ChatContext } from './context.js';
import { Devices } from './devices.js';
import { Directory } from './directory.js';
import { Envelopes } from './envelopes.js';
import { Keyring } from './keyring.js';
import { Members } from './members.js';
import { Proofs } from './proofs.js';
import { Sharing } from './sharing.js';
import { Signers } from './signers.js';
import { Timeline } from './timeline.js';
import { Upkeep, type Part } from './upkeep.js';

/** What a session is made of. */
export interface SessionParts {
  readonly context: ChatContext;
  readonly connection: ChatConnection;
  readonly devices: Devices;
  readonly keyring: Keyring;
  readonly sharing: Sharing;
  readonly channels: Channels;
  readonly members: Members;
  readonly signers: Signers;
  readonly proofs: Proofs;
  readonly timeline: Timeline;
  readonly upkeep: Upkeep;
}

/** Makes the parts of an account's session. */
export function createParts({ vault, client, closing }: Account): SessionParts {
  const context: ChatContext = { vault, client, emitter: createEmitter(), signal: closing.signal };
  const onError = (error: unknown) => reportError(context, error);
  const connection = new ChatConnection(context);
  const devices = new Devices(context);
  const envelopes = new Envelopes(context, devices);
  const sharing = new Sharing(context, devices, envelopes);
  const keyring = new Keyring(context, { devices, envelopes, sharing });
  const directory = new Directory(context, { devices, envelopes, sharing });
  const channels = new Channels(context, keyring, sharing);
  const upkeep: Upkeep = new Upkeep({ run: (wanted) => refresh(parts, wanted), onError });
  const onBehind = () => upkeep.retry(['devices', 'names']);
  const members = new Members(context, { devices, directory, sharing, onBehind });
  const trust = { certificateOf: (): undefined => undefined };
  const signers = new Signers(context, devices, trust);
  const proofs = new Proofs(context, { signers, trust, refresh: devices.refresh });
  const timeline: Timeline = new Timeline(context, {
    keyring,
    members,
    proofs,
    onIdle: () => void connection.saveCursor(connection.realtime.cursor, timeline.counters).catch(onError),
    onBehind: () => upkeep.retry(['channels']),
  });
  const parts: SessionParts = {
    context,
    connection,
    devices,
    keyring,
    sharing,
    channels,
    members,
    signers,
    proofs,
    timeline,
    upkeep,
  };
  return parts;
}

/** Brings the local copies of the server's data up to date. Resolves with those that still lack something. */
async function refresh(parts: SessionParts, wanted: ReadonlySet<Part>): Promise<Part[]> {
  const { devices, sharing, channels, members, signers, timeline } = parts;
  const missing: Part[] = [];
  if (wanted.has('devices') || devices.known.length === 0) await devices.refresh();
  await signers.remember();
  const work = [
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
