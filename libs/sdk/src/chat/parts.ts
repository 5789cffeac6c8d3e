import { lazy } from '../core/lazy.js';
import type { Account } from './account.js';
import { BackupUpkeep } from './backup-upkeep.js';
import type { Backups } from './backups.js';
import { Channels } from './channels.js';
import { ChatConnection } from './connection.js';
import { createEmitter, forEach, reportError, type ChatContext } from './context.js';
import { Devices } from './devices.js';
import { Directory } from './directory.js';
import { Envelopes } from './envelopes.js';
import { Identity } from './identity.js';
import type { IdentityChanges } from './identity-changes.js';
import { KeyVersions } from './key-versions.js';
import { Keyring } from './keyring.js';
import type { LinkApprover } from './link-approval.js';
import type { LinkRequester } from './link-request.js';
import { LinkRequests } from './link-requests.js';
import { Members } from './members.js';
import { Policy } from './policy.js';
import { Proofs } from './proofs.js';
import { Rotation } from './rotation.js';
import { Sharing } from './sharing.js';
import { Signers } from './signers.js';
import type { ChatDocumentName } from './store.js';
import { Timeline } from './timeline.js';
import { Trust } from './trust.js';
import { EVERYTHING, Upkeep, type Part } from './upkeep.js';
import { Verification } from './verification.js';
import { ChatVoiceKeys } from './voice-keys.js';

/** What a session is made of. */
export interface SessionParts {
  readonly context: ChatContext;
  readonly connection: ChatConnection;
  readonly devices: Devices;
  readonly trust: Trust;
  readonly identity: Identity;
  readonly linkRequests: LinkRequests;
  readonly backupUpkeep: BackupUpkeep;
  readonly verification: Verification;
  readonly keyring: Keyring;
  readonly versions: KeyVersions;
  readonly rotation: Rotation;
  readonly sharing: Sharing;
  readonly channels: Channels;
  readonly members: Members;
  readonly signers: Signers;
  readonly proofs: Proofs;
  readonly timeline: Timeline;
  readonly upkeep: Upkeep;
  readonly voiceKeys: ChatVoiceKeys;
  /** Tells of documents of the store that were put back to what they were. */
  readonly tellOlder: () => Promise<void>;
  /** What most sessions never use is in files of its own, which are loaded with the first use. */
  readonly loadIdentityChanges: () => Promise<IdentityChanges>;
  readonly loadLinkRequester: () => Promise<LinkRequester>;
  readonly loadLinkApprover: () => Promise<LinkApprover>;
  readonly loadBackups: () => Promise<Backups>;
}

/** What a backup holds. */
const BACKED_UP: ReadonlySet<ChatDocumentName> = new Set([
  'channel_keys',
  'key_versions',
  'directory_key',
  'identity',
  'trust',
]);

/** What changes within a second is written at once. */
const BACKUP_DELAY_MS = 1_000;

/** Makes the parts of an account's session. */
export function createParts({ vault, client, closing, shareWith }: Account): SessionParts {
  const context: ChatContext = { vault, client, emitter: createEmitter(), signal: closing.signal };
  const onError = (error: unknown) => reportError(context, error);
  const connection = new ChatConnection(context);
  const trust = new Trust(context, () => upkeep.want(['devices']));
  const devices = new Devices(context, trust);
  const loadIdentityChanges = lazy(async () => {
    const { IdentityChanges } = await import('./identity-changes.js');
    return new IdentityChanges(context, { identity, devices, trust });
  });
  const identity: Identity = new Identity(context, { devices, trust, loadChanges: loadIdentityChanges });
  const policy = new Policy(context, trust, shareWith);
  const envelopes = new Envelopes(context, devices, policy);
  const sharing = new Sharing(context, { devices, envelopes, policy });
  const signers = new Signers(context, devices, trust);
  const proofs = new Proofs(context, { signers, trust, refresh: devices.refresh });
  const versions = new KeyVersions(context, { devices, trust, signers });
  const keyring = new Keyring(context, { envelopes, sharing, versions });
  const refreshChannels = () => channels.refresh();
  const loadKeyMaker = lazy(async () => {
    const { KeyMaker } = await import('./key-maker.js');
    const refresh = refreshChannels;
    return new KeyMaker(context, { devices, policy, envelopes, sharing, keyring, versions, proofs, refresh });
  });
  const rotation = new Rotation(context, { devices, policy, sharing, versions, load: loadKeyMaker });
  const directory = new Directory(context, { envelopes, sharing });
  const channels: Channels = new Channels(context, { keyring, sharing, rotation, versions });
  const loadBackups = lazy(async () => {
    const { Backups } = await import('./lazy-recovery.js');
    return new Backups(context, { identity, trust, sharing });
  });
  const backupUpkeep = new BackupUpkeep(context, { identity, trust, load: loadBackups });
  const upkeep: Upkeep = new Upkeep({ run: (wanted) => refresh(parts, wanted), onError });
  const onBehind = () => upkeep.retry(['devices', 'names']);
  const members = new Members(context, { devices, directory, sharing, trust, onBehind });
  const timeline: Timeline = new Timeline(context, {
    keyring,
    members,
    proofs,
    presentVersion: (channelId) => versions.present(channelId),
    learnKeys: refreshChannels,
    onIdle: () => void connection.saveCursor(connection.realtime.cursor, timeline.counters).catch(onError),
    onBehind: () => upkeep.retry(['channels']),
  });
  const linkRequests = new LinkRequests(context, { devices, identity, trust });
  const loadLinkRequester = lazy(async () => {
    const { LinkRequester } = await import('./lazy-linking.js');
    return new LinkRequester(context, {
      identity,
      realtime: connection.realtime,
      take: async (told) => {
        await trust.mergePins(told.trust);
        await versions.merge(told.versions);
      },
      onLinked: () => upkeep.want(EVERYTHING),
    });
  });
  const loadLinkApprover = lazy(async () => {
    const { LinkApprover } = await import('./lazy-linking.js');
    const handOver = () => ({
      trust: vault.get('trust') ?? { users: {} },
      versions: vault.get('key_versions')?.channels ?? {},
    });
    return new LinkApprover(context, { devices, identity, trust, requests: linkRequests, handOver });
  });
  const verification = new Verification(context, trust);
  const voiceKeys = new ChatVoiceKeys(context, { devices, trust, policy });
  const tellOlder = () => vault.tellOlder((document) => context.emitter.emit('store-rolled-back', { document }));
  const parts: SessionParts = {
    ...{ context, connection, devices, trust, identity, linkRequests, backupUpkeep, verification, keyring, versions },
    ...{ rotation, sharing, channels, members, signers, proofs, timeline, upkeep, voiceKeys, tellOlder },
    ...{ loadIdentityChanges, loadLinkRequester, loadLinkApprover, loadBackups },
  };
  vault.onChange = (name) => {
    tellOlder().catch(onError);
    if (BACKED_UP.has(name)) upkeep.want(['backup'], BACKUP_DELAY_MS);
  };
  return parts;
}

/** Brings the local copies of the server's data up to date. Resolves with those that still lack something. */
async function refresh(parts: SessionParts, wanted: ReadonlySet<Part>): Promise<Part[]> {
  const { devices, identity, linkRequests, backupUpkeep, sharing, channels, members, signers, timeline } = parts;
  const missing: Part[] = [];
  const isStale = wanted.has('devices') || devices.known.length === 0;
  if (isStale) {
    await devices.refresh();
    await signers.remember();
  }
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
    () => linkRequests.announce(),
    async () => {
      if (wanted.has('backup')) await backupUpkeep.sync();
    },
  ];
  await forEach(work, (part) => part());
  return missing;
}
