/** Encrypted chat on top of the client: keys, names, history and reconnects are taken care of. */
export { type ChatOptions, type LoginOptions, type RegisterOptions } from './account.js';
export { ChatSession } from './chat-session.js';
export { ChatError, isChatError, type ChatErrorCode } from './errors.js';
export type {
  Channel,
  ChatEvents,
  ChatMessage,
  DeviceInfo,
  KeyRefused,
  Member,
  MemberStatus,
  MessageRefused,
  ProofState,
  ReadableMessage,
  UnreadableMessage,
} from './events.js';
export { fileStore, type FileStoreOptions } from './file-store.js';
export { indexedDbStore, type IndexedDbStoreOptions } from './indexed-db-store.js';
export {
  memoryStore,
  type ChatDocumentName,
  type ChatDocuments,
  type ChatStore,
  type DevicesDocument,
  type IdentityDocument,
  type KnownIdentity,
  type ProofsDocument,
  type SessionDocument,
  type TrustDocument,
} from './store.js';
export type { OnceOptions } from '../realtime/once.js';
export type { HistoryOptions } from './timeline.js';
