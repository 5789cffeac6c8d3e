/** Encrypted chat on top of the client: keys, names, history and reconnects are taken care of. */
export { type ChatOptions, type LoginOptions, type RegisterOptions } from './account.js';
export type { ChatLinking } from './chat-linking.js';
export type { ChatRecovery } from './chat-recovery.js';
export { ChatSession } from './chat-session.js';
export type { ChatTrust } from './chat-trust.js';
export { ChatError, isChatError, type ChatErrorCode } from './errors.js';
export type {
  BackupRolledBack,
  CertificateRefused,
  Channel,
  ChatEvents,
  ChatMessage,
  DeviceInfo,
  IdentityChanged,
  KeyRefused,
  KeyVersionRefused,
  Member,
  MemberStatus,
  MessageRefused,
  NewDevice,
  ProofState,
  ReadableMessage,
  UnreadableMessage,
} from './events.js';
export { fileStore, type FileStoreOptions } from './file-store.js';
export { indexedDbStore, type IndexedDbStoreOptions } from './indexed-db-store.js';
export type { TrustState } from './pins.js';
export type { ShareWith } from './policy.js';
export type { RecoverySetup } from './recovery-words.js';
export {
  memoryStore,
  type ChatDocumentName,
  type ChatDocuments,
  type ChatStore,
  type DevicesDocument,
  type IdentityDocument,
  type KeyVersionsDocument,
  type KnownIdentity,
  type KnownKeyVersions,
  type ProofsDocument,
  type RecoveryDocument,
  type SessionDocument,
  type TrustDocument,
} from './store.js';
export type { LinkRequest } from './link-request.js';
export type { OnceOptions } from '../realtime/once.js';
export type { HistoryOptions } from './timeline.js';
