// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

import type { ChangePasswordRequest, CreateChannelRequest, CreateDeviceRequest, CreateUserRequest, DeleteChannelParams, DeleteDeviceParams, EndSessionsParams, GetChannelKeyParams, ListDeviceKeysParams, ListMessagesParams, LoginRequest, PresenceRequest, PutChannelKeysRequest, PutDirectoryKeysRequest, RegisterRequest, RenameChannelRequest, RevokeInviteParams, SetProfileRequest, SyncMessagesParams, UpdateUserRequest } from './dtos.js';
import type { HttpErrorCode } from './errors.js';
import type { ChannelKey, ChannelList, ChannelResponse, Device, DeviceKeyList, DirectoryKey, HealthText, Invite, InviteList, MessageList, MessageSync, Presence, ProfileList, Session, SessionList, Status, Ticket, User, UserRoles } from './models.js';
import type { SchemaName } from './schemas.js';

/** What a session's user can be. */
export type Role = 'admin' | 'trusted';

/** One alternative of an operation's security; no alternative at all means that anyone may call it. */
export type SecurityAlternative =
  | { readonly scheme: 'bearerAuth'; readonly roles: readonly Role[] }
  | { readonly scheme: 'adminToken' };

/** A parameter; it travels as text. */
export interface ParamSpec {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly type: 'string' | 'integer' | 'boolean';
}

/** What the contract says of an operation. */
export interface OperationSpec {
  readonly id: OperationId;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With its parameters as OpenAPI writes them: `/things/{id}`. */
  readonly path: string;
  /** Status of success. */
  readonly status: number;
  /** May also answer 204, without content. */
  readonly noContent: boolean;
  readonly security: readonly SecurityAlternative[];
  readonly params: readonly ParamSpec[];
  readonly body: SchemaName | null;
  readonly paramsSchema: SchemaName | null;
  /** Codes of the errors that it answers with. */
  readonly errors: readonly HttpErrorCode[];
}

/** Input and output of each operation. */
export interface OperationTypes {
  /** Tell whether the server is up */
  checkHealth: { input: undefined; output: HealthText };
  /** Register with an invite */
  registerUser: { input: RegisterRequest; output: Session };
  /** Log in from a device */
  loginUser: { input: LoginRequest; output: Session };
  /** End this session */
  logoutSession: { input: undefined; output: Status };
  /** List one's own sessions */
  listSessions: { input: undefined; output: SessionList };
  /** End sessions of one's own */
  endSessions: { input: EndSessionsParams; output: undefined };
  /** Change one's own password */
  changePassword: { input: ChangePasswordRequest; output: Status };
  /** Make a ticket for the WebSocket handshake */
  createTicket: { input: undefined; output: Ticket };
  /** Reserve a name */
  createUser: { input: CreateUserRequest; output: User };
  /** Grant or take a user's roles */
  updateUser: { input: UpdateUserRequest; output: UserRoles };
  /** List the profiles */
  listProfiles: { input: undefined; output: ProfileList };
  /** Set one's own profile */
  setProfile: { input: SetProfileRequest; output: Status };
  /** Add a device to one's own user */
  createDevice: { input: CreateDeviceRequest; output: Device };
  /** Remove a device */
  deleteDevice: { input: DeleteDeviceParams; output: undefined };
  /** List device keys */
  listDeviceKeys: { input: ListDeviceKeysParams; output: DeviceKeyList };
  /** List the channels */
  listChannels: { input: undefined; output: ChannelList };
  /** Create a channel */
  createChannel: { input: CreateChannelRequest; output: ChannelResponse };
  /** Rename a channel */
  renameChannel: { input: RenameChannelRequest; output: ChannelResponse };
  /** Delete a channel */
  deleteChannel: { input: DeleteChannelParams; output: undefined };
  /** Read a channel's messages */
  listMessages: { input: ListMessagesParams; output: MessageList };
  /** Catch up with all channels */
  syncMessages: { input: SyncMessagesParams; output: MessageSync };
  /** Fetch the channel key sealed for this device */
  getChannelKey: { input: GetChannelKeyParams; output: ChannelKey };
  /** Share a channel key */
  putChannelKeys: { input: PutChannelKeysRequest; output: Status };
  /** Fetch the directory key sealed for this device */
  getDirectoryKey: { input: undefined; output: DirectoryKey | undefined };
  /** Share the directory key */
  putDirectoryKeys: { input: PutDirectoryKeysRequest; output: Status };
  /** Ask who is online */
  queryPresence: { input: PresenceRequest; output: Presence };
  /** List the invites */
  listInvites: { input: undefined; output: InviteList };
  /** Make an invite */
  createInvite: { input: undefined; output: Invite };
  /** Revoke an invite */
  revokeInvite: { input: RevokeInviteParams; output: undefined };
}

export type OperationId = keyof OperationTypes;
/** Parameters and body of an operation in one object; undefined where it has neither. */
export type OperationInput<Id extends OperationId> = OperationTypes[Id]['input'];
/** What an operation answers with; undefined where it answers 204. */
export type OperationOutput<Id extends OperationId> = OperationTypes[Id]['output'];

/** Every operation of openapi.yaml. */
export const operations = {
  checkHealth: {
    id: 'checkHealth',
    method: 'GET',
    path: '/health',
    status: 200,
    noContent: false,
    security: [],
    params: [],
    body: null,
    paramsSchema: null,
    errors: [],
  },
  registerUser: {
    id: 'registerUser',
    method: 'POST',
    path: '/auth/register',
    status: 201,
    noContent: false,
    security: [],
    params: [],
    body: 'RegisterRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'password_too_common', 'invite_not_found', 'username_taken', 'invite_used', 'invite_expired', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  loginUser: {
    id: 'loginUser',
    method: 'POST',
    path: '/auth/login',
    status: 200,
    noContent: false,
    security: [],
    params: [],
    body: 'LoginRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'invalid_credentials', 'too_many_devices', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  logoutSession: {
    id: 'logoutSession',
    method: 'POST',
    path: '/auth/logout',
    status: 201,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: null,
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  listSessions: {
    id: 'listSessions',
    method: 'GET',
    path: '/auth/sessions',
    status: 200,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: null,
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'server_error', 'server_unavailable'],
  },
  endSessions: {
    id: 'endSessions',
    method: 'DELETE',
    path: '/auth/sessions',
    status: 204,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'session_id', in: 'query', type: 'string' }, { name: 'others', in: 'query', type: 'string' }],
    body: null,
    paramsSchema: 'EndSessionsParams',
    errors: ['invalid_request', 'unauthorized', 'session_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  changePassword: {
    id: 'changePassword',
    method: 'POST',
    path: '/auth/password',
    status: 201,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'ChangePasswordRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'password_too_common', 'unauthorized', 'wrong_password', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  createTicket: {
    id: 'createTicket',
    method: 'POST',
    path: '/ws/tickets',
    status: 201,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: null,
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  createUser: {
    id: 'createUser',
    method: 'POST',
    path: '/users',
    status: 201,
    noContent: false,
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: 'CreateUserRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'username_taken', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  updateUser: {
    id: 'updateUser',
    method: 'PATCH',
    path: '/users',
    status: 200,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: 'UpdateUserRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'user_not_found', 'last_admin', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  listProfiles: {
    id: 'listProfiles',
    method: 'GET',
    path: '/users/profiles',
    status: 200,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: ['trusted'] }],
    params: [],
    body: null,
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'server_error', 'server_unavailable'],
  },
  setProfile: {
    id: 'setProfile',
    method: 'POST',
    path: '/users/profiles',
    status: 201,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: ['trusted'] }],
    params: [],
    body: 'SetProfileRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  createDevice: {
    id: 'createDevice',
    method: 'POST',
    path: '/devices',
    status: 201,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'CreateDeviceRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'not_your_user', 'too_many_devices', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  deleteDevice: {
    id: 'deleteDevice',
    method: 'DELETE',
    path: '/devices',
    status: 204,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'device_id', in: 'query', type: 'string' }],
    body: null,
    paramsSchema: 'DeleteDeviceParams',
    errors: ['invalid_request', 'unauthorized', 'not_your_user', 'device_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  listDeviceKeys: {
    id: 'listDeviceKeys',
    method: 'GET',
    path: '/devices/keys',
    status: 200,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'user_id', in: 'query', type: 'string' }, { name: 'all', in: 'query', type: 'string' }],
    body: null,
    paramsSchema: 'ListDeviceKeysParams',
    errors: ['invalid_request', 'unauthorized', 'not_your_user', 'server_error', 'server_unavailable'],
  },
  listChannels: {
    id: 'listChannels',
    method: 'GET',
    path: '/channels',
    status: 200,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: null,
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'server_error', 'server_unavailable'],
  },
  createChannel: {
    id: 'createChannel',
    method: 'POST',
    path: '/channels',
    status: 201,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: 'CreateChannelRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  renameChannel: {
    id: 'renameChannel',
    method: 'PATCH',
    path: '/channels',
    status: 200,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: 'RenameChannelRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'channel_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  deleteChannel: {
    id: 'deleteChannel',
    method: 'DELETE',
    path: '/channels',
    status: 204,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: ['admin'] }],
    params: [{ name: 'channel_id', in: 'query', type: 'string' }],
    body: null,
    paramsSchema: 'DeleteChannelParams',
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'channel_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  listMessages: {
    id: 'listMessages',
    method: 'GET',
    path: '/channels/messages',
    status: 200,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'channel_id', in: 'query', type: 'string' }, { name: 'limit', in: 'query', type: 'integer' }, { name: 'before', in: 'query', type: 'string' }, { name: 'after', in: 'query', type: 'string' }],
    body: null,
    paramsSchema: 'ListMessagesParams',
    errors: ['invalid_request', 'unauthorized', 'channel_not_found', 'cursor_not_found', 'server_error', 'server_unavailable'],
  },
  syncMessages: {
    id: 'syncMessages',
    method: 'GET',
    path: '/sync',
    status: 200,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'since', in: 'query', type: 'string' }, { name: 'limit', in: 'query', type: 'integer' }],
    body: null,
    paramsSchema: 'SyncMessagesParams',
    errors: ['invalid_request', 'unauthorized', 'cursor_not_found', 'server_error', 'server_unavailable'],
  },
  getChannelKey: {
    id: 'getChannelKey',
    method: 'GET',
    path: '/channels/keys',
    status: 200,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'channel_id', in: 'query', type: 'string' }],
    body: null,
    paramsSchema: 'GetChannelKeyParams',
    errors: ['invalid_request', 'unauthorized', 'channel_not_found', 'envelope_not_found', 'server_error', 'server_unavailable'],
  },
  putChannelKeys: {
    id: 'putChannelKeys',
    method: 'POST',
    path: '/channels/keys',
    status: 201,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'PutChannelKeysRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'not_your_device', 'sender_key_mismatch', 'channel_not_found', 'device_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  getDirectoryKey: {
    id: 'getDirectoryKey',
    method: 'GET',
    path: '/directory/keys',
    status: 200,
    noContent: true,
    security: [{ scheme: 'bearerAuth', roles: ['trusted'] }],
    params: [],
    body: null,
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'server_error', 'server_unavailable'],
  },
  putDirectoryKeys: {
    id: 'putDirectoryKeys',
    method: 'POST',
    path: '/directory/keys',
    status: 201,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: ['trusted'] }],
    params: [],
    body: 'PutDirectoryKeysRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'not_your_device', 'sender_key_mismatch', 'device_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  queryPresence: {
    id: 'queryPresence',
    method: 'POST',
    path: '/presence',
    status: 200,
    noContent: false,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'PresenceRequest',
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  listInvites: {
    id: 'listInvites',
    method: 'GET',
    path: '/server/invites',
    status: 200,
    noContent: false,
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: null,
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'server_error', 'server_unavailable'],
  },
  createInvite: {
    id: 'createInvite',
    method: 'POST',
    path: '/server/invites',
    status: 201,
    noContent: false,
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: null,
    paramsSchema: null,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
  revokeInvite: {
    id: 'revokeInvite',
    method: 'DELETE',
    path: '/server/invites',
    status: 204,
    noContent: false,
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [{ name: 'invite_id', in: 'query', type: 'string' }],
    body: null,
    paramsSchema: 'RevokeInviteParams',
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'invite_not_found', 'payload_too_large', 'unsupported_media_type', 'server_error', 'server_unavailable'],
  },
} as const satisfies { readonly [Id in OperationId]: OperationSpec & { readonly id: Id } };
