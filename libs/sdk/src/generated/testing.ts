// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

import type { OperationId } from './operations.js';
import type { ChangePasswordInput, ChannelKey, ChannelList, ChannelResponse, CreateChannelInput, CreateDeviceInput, CreateUserInput, DeleteChannelInput, DeleteDeviceInput, Device, DeviceKeyList, DirectoryKey, EndSessionsInput, GetChannelKeyInput, HealthText, Invite, InviteList, ListDeviceKeysInput, ListMessagesInput, LoginUserInput, MessageList, MessageSync, Presence, ProfileList, PutChannelKeysInput, PutDirectoryKeysInput, QueryPresenceInput, RegisterUserInput, RenameChannelInput, RevokeInviteInput, Session, SessionList, SetProfileInput, Status, SyncMessagesInput, Ticket, UpdateUserInput, User, UserRoles } from './types.js';

/** Who may call an operation, and how its input is judged. */
export interface OperationRules {
  /** One of these is enough; none for a public operation. */
  readonly security: readonly (
    | { readonly scheme: 'bearerAuth'; readonly roles: readonly ('admin' | 'trusted')[] }
    | { readonly scheme: 'adminToken' }
  )[];
  readonly params: readonly {
    readonly name: string;
    readonly in: 'query' | 'path';
    readonly type: 'string' | 'integer' | 'boolean';
  }[];
  readonly paramsSchema: string | null;
  readonly body: string | null;
  readonly errors: readonly string[];
}

/** The rules of every operation. */
export const operationRules: Readonly<Record<OperationId, OperationRules>> = {
  checkHealth: { security: [], params: [], paramsSchema: null, body: null, errors: [] },
  registerUser: { security: [], params: [], paramsSchema: null, body: 'RegisterRequest', errors: ['invalid_request', 'password_too_common', 'invite_not_found', 'username_taken', 'invite_used', 'invite_expired', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'] },
  loginUser: { security: [], params: [], paramsSchema: null, body: 'LoginRequest', errors: ['invalid_request', 'invalid_credentials', 'too_many_devices', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'] },
  logoutSession: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [], paramsSchema: null, body: null, errors: ['invalid_request', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  listSessions: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [], paramsSchema: null, body: null, errors: ['invalid_request', 'unauthorized', 'server_error', 'server_unavailable'] },
  endSessions: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [{ name: 'session_id', in: 'query', type: 'string' }, { name: 'others', in: 'query', type: 'string' }], paramsSchema: 'EndSessionsParams', body: null, errors: ['invalid_request', 'unauthorized', 'session_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  changePassword: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [], paramsSchema: null, body: 'ChangePasswordRequest', errors: ['invalid_request', 'password_too_common', 'unauthorized', 'wrong_password', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'] },
  createTicket: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [], paramsSchema: null, body: null, errors: ['invalid_request', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  createUser: { security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }], params: [], paramsSchema: null, body: 'CreateUserRequest', errors: ['invalid_request', 'unauthorized', 'forbidden', 'username_taken', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  updateUser: { security: [{ scheme: 'bearerAuth', roles: ['admin'] }], params: [], paramsSchema: null, body: 'UpdateUserRequest', errors: ['invalid_request', 'unauthorized', 'forbidden', 'user_not_found', 'last_admin', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  listProfiles: { security: [{ scheme: 'bearerAuth', roles: ['trusted'] }], params: [], paramsSchema: null, body: null, errors: ['invalid_request', 'unauthorized', 'forbidden', 'server_error', 'server_unavailable'] },
  setProfile: { security: [{ scheme: 'bearerAuth', roles: ['trusted'] }], params: [], paramsSchema: null, body: 'SetProfileRequest', errors: ['invalid_request', 'unauthorized', 'forbidden', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  createDevice: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [], paramsSchema: null, body: 'CreateDeviceRequest', errors: ['invalid_request', 'unauthorized', 'not_your_user', 'too_many_devices', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  deleteDevice: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [{ name: 'device_id', in: 'query', type: 'string' }], paramsSchema: 'DeleteDeviceParams', body: null, errors: ['invalid_request', 'unauthorized', 'not_your_user', 'device_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  listDeviceKeys: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [{ name: 'user_id', in: 'query', type: 'string' }, { name: 'all', in: 'query', type: 'string' }], paramsSchema: 'ListDeviceKeysParams', body: null, errors: ['invalid_request', 'unauthorized', 'not_your_user', 'server_error', 'server_unavailable'] },
  listChannels: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [], paramsSchema: null, body: null, errors: ['invalid_request', 'unauthorized', 'server_error', 'server_unavailable'] },
  createChannel: { security: [{ scheme: 'bearerAuth', roles: ['admin'] }], params: [], paramsSchema: null, body: 'CreateChannelRequest', errors: ['invalid_request', 'unauthorized', 'forbidden', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  renameChannel: { security: [{ scheme: 'bearerAuth', roles: ['admin'] }], params: [], paramsSchema: null, body: 'RenameChannelRequest', errors: ['invalid_request', 'unauthorized', 'forbidden', 'channel_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  deleteChannel: { security: [{ scheme: 'bearerAuth', roles: ['admin'] }], params: [{ name: 'channel_id', in: 'query', type: 'string' }], paramsSchema: 'DeleteChannelParams', body: null, errors: ['invalid_request', 'unauthorized', 'forbidden', 'channel_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  listMessages: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [{ name: 'channel_id', in: 'query', type: 'string' }, { name: 'limit', in: 'query', type: 'integer' }, { name: 'before', in: 'query', type: 'string' }, { name: 'after', in: 'query', type: 'string' }], paramsSchema: 'ListMessagesParams', body: null, errors: ['invalid_request', 'unauthorized', 'channel_not_found', 'cursor_not_found', 'server_error', 'server_unavailable'] },
  syncMessages: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [{ name: 'since', in: 'query', type: 'string' }, { name: 'limit', in: 'query', type: 'integer' }], paramsSchema: 'SyncMessagesParams', body: null, errors: ['invalid_request', 'unauthorized', 'cursor_not_found', 'server_error', 'server_unavailable'] },
  getChannelKey: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [{ name: 'channel_id', in: 'query', type: 'string' }], paramsSchema: 'GetChannelKeyParams', body: null, errors: ['invalid_request', 'unauthorized', 'channel_not_found', 'envelope_not_found', 'server_error', 'server_unavailable'] },
  putChannelKeys: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [], paramsSchema: null, body: 'PutChannelKeysRequest', errors: ['invalid_request', 'unauthorized', 'not_your_device', 'sender_key_mismatch', 'channel_not_found', 'device_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  getDirectoryKey: { security: [{ scheme: 'bearerAuth', roles: ['trusted'] }], params: [], paramsSchema: null, body: null, errors: ['invalid_request', 'unauthorized', 'forbidden', 'server_error', 'server_unavailable'] },
  putDirectoryKeys: { security: [{ scheme: 'bearerAuth', roles: ['trusted'] }], params: [], paramsSchema: null, body: 'PutDirectoryKeysRequest', errors: ['invalid_request', 'unauthorized', 'forbidden', 'not_your_device', 'sender_key_mismatch', 'device_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  queryPresence: { security: [{ scheme: 'bearerAuth', roles: [] }], params: [], paramsSchema: null, body: 'PresenceRequest', errors: ['invalid_request', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  listInvites: { security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }], params: [], paramsSchema: null, body: null, errors: ['invalid_request', 'unauthorized', 'forbidden', 'server_error', 'server_unavailable'] },
  createInvite: { security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }], params: [], paramsSchema: null, body: null, errors: ['invalid_request', 'unauthorized', 'forbidden', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
  revokeInvite: { security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }], params: [{ name: 'invite_id', in: 'query', type: 'string' }], paramsSchema: 'RevokeInviteParams', body: null, errors: ['invalid_request', 'unauthorized', 'forbidden', 'invite_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'] },
};

/** Input, with its defaults, and output of each operation. */
export interface OperationTypes {
  /** Tell whether the server is up */
  checkHealth: { input: undefined; output: HealthText };
  /** Register with an invite */
  registerUser: { input: RegisterUserInput; output: Session };
  /** Log in from a device */
  loginUser: { input: LoginUserInput; output: Session };
  /** End this session */
  logoutSession: { input: undefined; output: Status };
  /** List one's own sessions */
  listSessions: { input: undefined; output: SessionList };
  /** End sessions of one's own */
  endSessions: { input: EndSessionsInput; output: undefined };
  /** Change one's own password */
  changePassword: { input: ChangePasswordInput; output: Status };
  /** Make a ticket for the WebSocket handshake */
  createTicket: { input: undefined; output: Ticket };
  /** Reserve a name */
  createUser: { input: CreateUserInput; output: User };
  /** Grant or take a user's roles */
  updateUser: { input: UpdateUserInput; output: UserRoles };
  /** List the profiles */
  listProfiles: { input: undefined; output: ProfileList };
  /** Set one's own profile */
  setProfile: { input: SetProfileInput; output: Status };
  /** Add a device to one's own user */
  createDevice: { input: CreateDeviceInput; output: Device };
  /** Remove a device */
  deleteDevice: { input: DeleteDeviceInput; output: undefined };
  /** List device keys */
  listDeviceKeys: { input: ListDeviceKeysInput; output: DeviceKeyList };
  /** List the channels */
  listChannels: { input: undefined; output: ChannelList };
  /** Create a channel */
  createChannel: { input: CreateChannelInput; output: ChannelResponse };
  /** Rename a channel */
  renameChannel: { input: RenameChannelInput; output: ChannelResponse };
  /** Delete a channel */
  deleteChannel: { input: DeleteChannelInput; output: undefined };
  /** Read a channel's messages */
  listMessages: { input: ListMessagesInput & Required<Pick<ListMessagesInput, 'limit'>>; output: MessageList };
  /** Catch up with all channels */
  syncMessages: { input: SyncMessagesInput & Required<Pick<SyncMessagesInput, 'limit'>>; output: MessageSync };
  /** Fetch the channel key sealed for this device */
  getChannelKey: { input: GetChannelKeyInput; output: ChannelKey };
  /** Share a channel key */
  putChannelKeys: { input: PutChannelKeysInput; output: Status };
  /** Fetch the directory key sealed for this device */
  getDirectoryKey: { input: undefined; output: DirectoryKey | undefined };
  /** Share the directory key */
  putDirectoryKeys: { input: PutDirectoryKeysInput; output: Status };
  /** Ask who is online */
  queryPresence: { input: QueryPresenceInput; output: Presence };
  /** List the invites */
  listInvites: { input: undefined; output: InviteList };
  /** Make an invite */
  createInvite: { input: undefined; output: Invite };
  /** Revoke an invite */
  revokeInvite: { input: RevokeInviteInput; output: undefined };
}

/** The schema of each frame that clients send. */
export const frameSchemas: Readonly<Record<string, string>> = {
  'channel.message.send': 'SendChannelMessage',
  voice_join: 'JoinVoice',
  voice_leave: 'LeaveVoice',
  webrtc_offer: 'SendOffer',
  webrtc_answer: 'SendAnswer',
  ice_candidate: 'SendCandidate',
};

/** Codes of the `error` events that each frame is answered with. */
export interface FrameErrors {
  'channel.message.send': 'invalid_message' | 'channel_not_found' | 'rate_limited' | 'server_unavailable' | 'server_error';
  voice_join: 'invalid_message' | 'channel_not_found' | 'rate_limited' | 'server_unavailable' | 'server_error';
  voice_leave: 'invalid_message' | 'rate_limited' | 'server_error';
  webrtc_offer: 'invalid_message' | 'voice_not_joined' | 'recipient_unavailable' | 'rate_limited' | 'server_error';
  webrtc_answer: 'invalid_message' | 'voice_not_joined' | 'recipient_unavailable' | 'rate_limited' | 'server_error';
  ice_candidate: 'invalid_message' | 'voice_not_joined' | 'recipient_unavailable' | 'rate_limited' | 'server_error';
}

/** Types that clients of old send, and the code that each is answered with. */
export const retiredFrameTypes: Readonly<Record<string, string>> = {
  'message.send': 'channels_only',
  'message.broadcast': 'channels_only',
};

/** The schemas of what clients send. */
export const schemas: Readonly<Record<string, object>> = {
  Username: { type: 'string', pattern: '^\\s*\\S[\\s\\S]{0,18}\\S\\s*$', maxLength: 64 },
  NewPassword: { type: 'string', minLength: 8, maxLength: 1024, pattern: '^(?=[\\s\\S]*\\p{L})(?=[\\s\\S]*\\p{Nd})' },
  PublicKey: { type: 'string', minLength: 4, maxLength: 256, pattern: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$' },
  RegisterRequest: { type: 'object', additionalProperties: false, required: ['username', 'password', 'public_key', 'invite_token'], properties: { username: { '$ref': '#/$defs/Username' }, password: { '$ref': '#/$defs/NewPassword' }, public_key: { '$ref': '#/$defs/PublicKey' }, invite_token: { type: 'string', minLength: 1, maxLength: 256 } } },
  LoginRequest: { type: 'object', additionalProperties: false, required: ['username', 'password', 'public_key'], properties: { username: { type: 'string', minLength: 1, maxLength: 256 }, password: { type: 'string', minLength: 1, maxLength: 1024 }, public_key: { '$ref': '#/$defs/PublicKey' } } },
  Id: { type: 'string', minLength: 1, maxLength: 64 },
  EndSessionsParams: { type: 'object', additionalProperties: false, required: [], properties: { session_id: { '$ref': '#/$defs/Id' }, others: { type: 'string', const: '1' } } },
  ChangePasswordRequest: { type: 'object', additionalProperties: false, required: ['current_password', 'new_password'], properties: { current_password: { type: 'string', minLength: 1, maxLength: 1024 }, new_password: { '$ref': '#/$defs/NewPassword' } } },
  CreateUserRequest: { type: 'object', additionalProperties: false, required: ['username'], properties: { username: { '$ref': '#/$defs/Username' } } },
  UpdateUserRequest: { type: 'object', additionalProperties: false, required: ['user_id'], properties: { user_id: { '$ref': '#/$defs/Id' }, is_admin: { type: 'boolean' }, is_trusted: { type: 'boolean' } } },
  EncryptedName: { type: 'string', minLength: 1, 'x-max-bytes': 4096 },
  SetProfileRequest: { type: 'object', additionalProperties: false, required: ['name_enc'], properties: { name_enc: { '$ref': '#/$defs/EncryptedName' } } },
  CreateDeviceRequest: { type: 'object', additionalProperties: false, required: ['user_id', 'public_key'], properties: { user_id: { '$ref': '#/$defs/Id' }, public_key: { '$ref': '#/$defs/PublicKey' } } },
  DeleteDeviceParams: { type: 'object', additionalProperties: false, required: ['device_id'], properties: { device_id: { '$ref': '#/$defs/Id' } } },
  ListDeviceKeysParams: { type: 'object', additionalProperties: false, required: [], properties: { user_id: { '$ref': '#/$defs/Id' }, all: { type: 'string', const: '1' } } },
  CreateChannelRequest: { type: 'object', additionalProperties: false, required: ['name_enc'], properties: { name_enc: { '$ref': '#/$defs/EncryptedName' } } },
  RenameChannelRequest: { type: 'object', additionalProperties: false, required: ['channel_id', 'name_enc'], properties: { channel_id: { '$ref': '#/$defs/Id' }, name_enc: { '$ref': '#/$defs/EncryptedName' } } },
  DeleteChannelParams: { type: 'object', additionalProperties: false, required: ['channel_id'], properties: { channel_id: { '$ref': '#/$defs/Id' } } },
  ListMessagesParams: { type: 'object', additionalProperties: false, required: ['channel_id'], properties: { channel_id: { '$ref': '#/$defs/Id' }, limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 }, before: { '$ref': '#/$defs/Id' }, after: { '$ref': '#/$defs/Id' } } },
  SyncMessagesParams: { type: 'object', additionalProperties: false, required: [], properties: { since: { '$ref': '#/$defs/Id' }, limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 } } },
  GetChannelKeyParams: { type: 'object', additionalProperties: false, required: ['channel_id'], properties: { channel_id: { '$ref': '#/$defs/Id' } } },
  Envelope: { type: 'string', minLength: 1, 'x-max-bytes': 4096 },
  ChannelKeyEnvelope: { type: 'object', additionalProperties: false, required: ['device_id', 'sender_device_id', 'sender_public_key', 'envelope'], properties: { device_id: { '$ref': '#/$defs/Id' }, sender_device_id: { '$ref': '#/$defs/Id' }, sender_public_key: { '$ref': '#/$defs/PublicKey' }, envelope: { '$ref': '#/$defs/Envelope' }, channel_id: { type: 'string', maxLength: 64 } } },
  PutChannelKeysRequest: { type: 'object', additionalProperties: false, required: ['channel_id', 'envelopes'], properties: { channel_id: { '$ref': '#/$defs/Id' }, envelopes: { type: 'array', minItems: 1, maxItems: 1000, items: { '$ref': '#/$defs/ChannelKeyEnvelope' } } } },
  DirectoryKeyEnvelope: { type: 'object', additionalProperties: false, required: ['device_id', 'sender_device_id', 'sender_public_key', 'envelope'], properties: { device_id: { '$ref': '#/$defs/Id' }, sender_device_id: { '$ref': '#/$defs/Id' }, sender_public_key: { '$ref': '#/$defs/PublicKey' }, envelope: { '$ref': '#/$defs/Envelope' } } },
  PutDirectoryKeysRequest: { type: 'object', additionalProperties: false, required: ['envelopes'], properties: { envelopes: { type: 'array', minItems: 1, maxItems: 1000, items: { '$ref': '#/$defs/DirectoryKeyEnvelope' } } } },
  PresenceRequest: { type: 'object', additionalProperties: false, required: ['user_ids'], properties: { user_ids: { type: 'array', maxItems: 1000, items: { '$ref': '#/$defs/Id' } } } },
  RevokeInviteParams: { type: 'object', additionalProperties: false, required: ['invite_id'], properties: { invite_id: { '$ref': '#/$defs/Id' } } },
  MessageBody: { type: 'string', minLength: 1, 'x-max-bytes': 16384 },
  ClientId: { type: 'string', pattern: '^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' },
  SendChannelMessage: { type: 'object', required: ['type', 'channel_id', 'body', 'sender_name_enc'], properties: { type: { type: 'string', const: 'channel.message.send' }, channel_id: { '$ref': '#/$defs/Id' }, body: { '$ref': '#/$defs/MessageBody' }, sender_name_enc: { '$ref': '#/$defs/EncryptedName' }, client_id: { '$ref': '#/$defs/ClientId' } } },
  JoinVoice: { type: 'object', required: ['type', 'channel_id'], properties: { type: { type: 'string', const: 'voice_join' }, channel_id: { '$ref': '#/$defs/Id' } } },
  LeaveVoice: { type: 'object', required: ['type', 'channel_id'], properties: { type: { type: 'string', const: 'voice_leave' }, channel_id: { '$ref': '#/$defs/Id' } } },
  RecipientDevice: { type: 'string', minLength: 1, maxLength: 64 },
  SessionDescription: { type: 'string', minLength: 1, 'x-max-bytes': 49152 },
  SendOffer: { type: 'object', required: ['type', 'channel_id', 'recipient', 'sdp'], properties: { type: { type: 'string', const: 'webrtc_offer' }, channel_id: { '$ref': '#/$defs/Id' }, recipient: { '$ref': '#/$defs/Id' }, recipient_device: { '$ref': '#/$defs/RecipientDevice' }, sdp: { '$ref': '#/$defs/SessionDescription' } } },
  SendAnswer: { type: 'object', required: ['type', 'channel_id', 'recipient', 'sdp'], properties: { type: { type: 'string', const: 'webrtc_answer' }, channel_id: { '$ref': '#/$defs/Id' }, recipient: { '$ref': '#/$defs/Id' }, recipient_device: { '$ref': '#/$defs/RecipientDevice' }, sdp: { '$ref': '#/$defs/SessionDescription' } } },
  IceCandidate: { type: 'string', minLength: 1, 'x-max-bytes': 16384 },
  SendCandidate: { type: 'object', required: ['type', 'channel_id', 'recipient', 'candidate'], properties: { type: { type: 'string', const: 'ice_candidate' }, channel_id: { '$ref': '#/$defs/Id' }, recipient: { '$ref': '#/$defs/Id' }, recipient_device: { '$ref': '#/$defs/RecipientDevice' }, candidate: { '$ref': '#/$defs/IceCandidate' } } },
};
