// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

import type { OperationSpec } from '../protocol/specs.js';
import type { AnswerDeviceLinkInput, ChangePasswordInput, ChannelKey, ChannelList, ChannelResponse, CreateChannelInput, CreateDeviceInput, CreateInviteInput, CreateKeyVersionInput, CreateUserInput, DeleteChannelInput, DeleteDeviceInput, Device, DeviceKeyList, DeviceLink, DirectoryKey, EndSessionsInput, EndUserSessionsInput, FindUserInput, GetChannelKeyInput, GetDeviceLinkInput, HealthText, Invite, InviteList, KeyBackup, ListDeviceKeysInput, ListMessagesInput, ListUserSessionsInput, ListUsersInput, LoginUserInput, MessageList, MessageSync, Presence, ProfileList, PutChannelKeysInput, PutDeviceCertificatesInput, PutDirectoryKeysInput, PutKeyBackupInput, QueryPresenceInput, ReadinessReport, RegisterUserInput, RenameChannelInput, RequestDeviceLinkInput, RequestOrigin, RequestRotationInput, RevokeInviteInput, Session, SessionList, SetProfileInput, Status, SyncMessagesInput, Ticket, UpdateUserInput, User, UserList, UserRoles } from './types.js';

/** Input, with its defaults filled in, and output of each operation. */
export interface OperationTypes {
  /** Tell whether the server is up */
  checkHealth: { input: undefined; output: HealthText };
  /** Tell whether the process serves requests */
  checkLiveness: { input: undefined; output: HealthText };
  /** Tell whether the server should be sent new clients */
  checkReadiness: { input: undefined; output: ReadinessReport };
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
  /** List the users */
  listUsers: { input: ListUsersInput & Required<Pick<ListUsersInput, 'limit'>>; output: UserList };
  /** Reserve a name */
  createUser: { input: CreateUserInput; output: User };
  /** Grant or take a user's roles, or disable them */
  updateUser: { input: UpdateUserInput; output: UserRoles };
  /** Find a user by name */
  findUser: { input: FindUserInput; output: User };
  /** List a user's sessions */
  listUserSessions: { input: ListUserSessionsInput; output: SessionList };
  /** End a user's sessions */
  endUserSessions: { input: EndUserSessionsInput; output: undefined };
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
  /** Certify one's own devices */
  putDeviceCertificates: { input: PutDeviceCertificatesInput; output: Status };
  /** Read the request of a device to be linked */
  getDeviceLink: { input: GetDeviceLinkInput; output: DeviceLink };
  /** Ask to be linked */
  requestDeviceLink: { input: RequestDeviceLinkInput; output: Status };
  /** Answer the request of a device to be linked */
  answerDeviceLink: { input: AnswerDeviceLinkInput; output: Status };
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
  getChannelKey: { input: GetChannelKeyInput & Required<Pick<GetChannelKeyInput, 'version'>>; output: ChannelKey };
  /** Share a channel key */
  putChannelKeys: { input: PutChannelKeysInput; output: Status };
  /** Give a channel a new key */
  createKeyVersion: { input: CreateKeyVersionInput; output: ChannelResponse };
  /** Ask for a new key of a channel */
  requestRotation: { input: RequestRotationInput; output: Status };
  /** Fetch the directory key sealed for this device */
  getDirectoryKey: { input: undefined; output: DirectoryKey | undefined };
  /** Share the directory key */
  putDirectoryKeys: { input: PutDirectoryKeysInput; output: Status };
  /** Read the backup of one's own keys */
  getKeyBackup: { input: undefined; output: KeyBackup };
  /** Store a new version of the backup of one's own keys */
  putKeyBackup: { input: PutKeyBackupInput; output: Status };
  /** Delete the backup of one's own keys */
  deleteKeyBackup: { input: undefined; output: undefined };
  /** Ask who is online */
  queryPresence: { input: QueryPresenceInput; output: Presence };
  /** Tell how the server sees this request */
  describeRequest: { input: undefined; output: RequestOrigin };
  /** List the invites */
  listInvites: { input: undefined; output: InviteList };
  /** Make an invite */
  createInvite: { input: CreateInviteInput; output: Invite };
  /** Revoke an invite */
  revokeInvite: { input: RevokeInviteInput; output: undefined };
}

/** Every operation of openapi.yaml. */
export const operations = {
  checkHealth: {
    method: 'GET',
    path: '/health',
    status: 200,
    responseType: 'text',
    security: [],
    params: [],
    errors: [],
    retryable: true,
  },
  checkLiveness: {
    method: 'GET',
    path: '/health/live',
    status: 200,
    responseType: 'text',
    security: [],
    params: [],
    errors: [],
    retryable: true,
  },
  checkReadiness: {
    method: 'GET',
    path: '/health/ready',
    status: 200,
    otherStatus: 503,
    responseType: 'json',
    security: [],
    params: [],
    errors: [],
    retryable: true,
  },
  registerUser: {
    method: 'POST',
    path: '/auth/register',
    status: 201,
    responseType: 'json',
    security: [],
    params: [],
    body: 'RegisterRequest',
    maxBodyBytes: 8840,
    maxBodyParts: 20,
    errors: ['invalid_request', 'password_too_common', 'invite_not_found', 'username_taken', 'too_many_devices', 'invite_used', 'invite_expired', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    setsToken: true,
  },
  loginUser: {
    method: 'POST',
    path: '/auth/login',
    status: 200,
    responseType: 'json',
    security: [],
    params: [],
    body: 'LoginRequest',
    maxBodyBytes: 7270,
    maxBodyParts: 19,
    errors: ['invalid_request', 'invalid_credentials', 'too_many_devices', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    setsToken: true,
  },
  logoutSession: {
    method: 'POST',
    path: '/auth/logout',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    maxBodyBytes: 64,
    errors: ['invalid_request', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    endsSession: true,
  },
  listSessions: {
    method: 'GET',
    path: '/auth/sessions',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    errors: ['invalid_request', 'unauthorized', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  endSessions: {
    method: 'DELETE',
    path: '/auth/sessions',
    status: 204,
    responseType: 'none',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'session_id', in: 'query', type: 'string' }, { name: 'others', in: 'query', type: 'string' }],
    choices: [{ names: ['session_id', 'others'], least: 1, most: 1 }],
    paramsSchema: 'EndSessionsParams',
    maxBodyBytes: 64,
    errors: ['invalid_request', 'unauthorized', 'session_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  changePassword: {
    method: 'POST',
    path: '/auth/password',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'ChangePasswordRequest',
    maxBodyBytes: 12362,
    maxBodyParts: 18,
    errors: ['invalid_request', 'password_too_common', 'unauthorized', 'wrong_password', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  createTicket: {
    method: 'POST',
    path: '/ws/tickets',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    maxBodyBytes: 64,
    errors: ['invalid_request', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  listUsers: {
    method: 'GET',
    path: '/users',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [{ name: 'limit', in: 'query', type: 'integer' }, { name: 'after', in: 'query', type: 'string' }],
    paramsSchema: 'ListUsersParams',
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'cursor_not_found', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
    pages: { items: 'users', more: 'has_more', steps: [{ towards: 'newer', parameter: 'after', field: 'id' }] },
  },
  createUser: {
    method: 'POST',
    path: '/users',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: 'CreateUserRequest',
    maxBodyBytes: 800,
    maxBodyParts: 17,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'username_taken', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  updateUser: {
    method: 'PATCH',
    path: '/users',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: 'UpdateUserRequest',
    maxBodyBytes: 516,
    maxBodyParts: 20,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'user_not_found', 'last_admin', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 60, burst: 100 },
  },
  findUser: {
    method: 'POST',
    path: '/users/lookup',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: 'FindUserRequest',
    maxBodyBytes: 800,
    maxBodyParts: 17,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'user_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 60, burst: 100 },
  },
  listUserSessions: {
    method: 'GET',
    path: '/users/sessions',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [{ name: 'user_id', in: 'query', type: 'string' }],
    paramsSchema: 'ListUserSessionsParams',
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'user_not_found', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  endUserSessions: {
    method: 'DELETE',
    path: '/users/sessions',
    status: 204,
    responseType: 'none',
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [{ name: 'user_id', in: 'query', type: 'string' }, { name: 'session_id', in: 'query', type: 'string' }],
    paramsSchema: 'EndUserSessionsParams',
    maxBodyBytes: 64,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'user_not_found', 'session_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  listProfiles: {
    method: 'GET',
    path: '/users/profiles',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: ['trusted'] }],
    params: [],
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  setProfile: {
    method: 'POST',
    path: '/users/profiles',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: ['trusted'] }],
    params: [],
    body: 'SetProfileRequest',
    maxBodyBytes: 24608,
    maxBodyParts: 17,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 30, burst: 30 },
  },
  createDevice: {
    method: 'POST',
    path: '/devices',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'CreateDeviceRequest',
    maxBodyBytes: 711,
    maxBodyParts: 18,
    errors: ['invalid_request', 'unauthorized', 'not_your_user', 'too_many_devices', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  deleteDevice: {
    method: 'DELETE',
    path: '/devices',
    status: 204,
    responseType: 'none',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'device_id', in: 'query', type: 'string' }],
    paramsSchema: 'DeleteDeviceParams',
    maxBodyBytes: 64,
    errors: ['invalid_request', 'unauthorized', 'not_your_user', 'device_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 60, burst: 100 },
  },
  listDeviceKeys: {
    method: 'GET',
    path: '/devices/keys',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'user_id', in: 'query', type: 'string' }, { name: 'all', in: 'query', type: 'string' }],
    choices: [{ names: ['user_id', 'all'], least: 1, most: null }],
    paramsSchema: 'ListDeviceKeysParams',
    errors: ['invalid_request', 'unauthorized', 'not_your_user', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  putDeviceCertificates: {
    method: 'POST',
    path: '/devices/certificates',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'PutDeviceCertificatesRequest',
    maxBodyBytes: 261825,
    maxBodyParts: 1218,
    errors: ['invalid_request', 'unauthorized', 'not_your_user', 'device_not_found', 'identity_mismatch', 'certificate_outdated', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 30, burst: 60 },
  },
  getDeviceLink: {
    method: 'GET',
    path: '/devices/links',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'device_id', in: 'query', type: 'string' }],
    paramsSchema: 'GetDeviceLinkParams',
    errors: ['invalid_request', 'unauthorized', 'link_not_found', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  requestDeviceLink: {
    method: 'POST',
    path: '/devices/links',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'RequestDeviceLinkRequest',
    maxBodyBytes: 24607,
    maxBodyParts: 17,
    errors: ['invalid_request', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  answerDeviceLink: {
    method: 'PATCH',
    path: '/devices/links',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'AnswerDeviceLinkRequest',
    maxBodyBytes: 295357,
    maxBodyParts: 18,
    errors: ['invalid_request', 'unauthorized', 'link_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  listChannels: {
    method: 'GET',
    path: '/channels',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    errors: ['invalid_request', 'unauthorized', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  createChannel: {
    method: 'POST',
    path: '/channels',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: 'CreateChannelRequest',
    maxBodyBytes: 24608,
    maxBodyParts: 17,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 60, burst: 100 },
  },
  renameChannel: {
    method: 'PATCH',
    path: '/channels',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    body: 'RenameChannelRequest',
    maxBodyBytes: 25087,
    maxBodyParts: 19,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'channel_not_found', 'key_version_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 60, burst: 100 },
  },
  deleteChannel: {
    method: 'DELETE',
    path: '/channels',
    status: 204,
    responseType: 'none',
    security: [{ scheme: 'bearerAuth', roles: ['admin'] }],
    params: [{ name: 'channel_id', in: 'query', type: 'string' }],
    paramsSchema: 'DeleteChannelParams',
    maxBodyBytes: 64,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'channel_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 60, burst: 100 },
  },
  listMessages: {
    method: 'GET',
    path: '/channels/messages',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'channel_id', in: 'query', type: 'string' }, { name: 'limit', in: 'query', type: 'integer' }, { name: 'before', in: 'query', type: 'string' }, { name: 'after', in: 'query', type: 'string' }],
    choices: [{ names: ['before', 'after'], least: 0, most: 1 }],
    paramsSchema: 'ListMessagesParams',
    errors: ['invalid_request', 'unauthorized', 'channel_not_found', 'cursor_not_found', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
    pages: { items: 'messages', more: 'has_more', steps: [{ towards: 'older', parameter: 'before', field: 'id' }, { towards: 'newer', parameter: 'after', field: 'id' }] },
  },
  syncMessages: {
    method: 'GET',
    path: '/sync',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'since', in: 'query', type: 'string' }, { name: 'limit', in: 'query', type: 'integer' }],
    paramsSchema: 'SyncMessagesParams',
    errors: ['invalid_request', 'unauthorized', 'cursor_not_found', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
    pages: { items: 'messages', more: 'has_more', steps: [{ towards: 'next', parameter: 'since', field: 'next' }] },
  },
  getChannelKey: {
    method: 'GET',
    path: '/channels/keys',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'channel_id', in: 'query', type: 'string' }, { name: 'version', in: 'query', type: 'integer' }],
    paramsSchema: 'GetChannelKeyParams',
    errors: ['invalid_request', 'unauthorized', 'channel_not_found', 'key_version_not_found', 'envelope_not_found', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  putChannelKeys: {
    method: 'POST',
    path: '/channels/keys',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'PutChannelKeysRequest',
    maxBodyBytes: 1048576,
    maxBodyParts: 6019,
    errors: ['invalid_request', 'unauthorized', 'not_your_device', 'sender_key_mismatch', 'channel_not_found', 'key_version_not_found', 'device_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  createKeyVersion: {
    method: 'POST',
    path: '/channels/key-versions',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'CreateKeyVersionRequest',
    maxBodyBytes: 1048576,
    maxBodyParts: 6021,
    errors: ['invalid_request', 'unauthorized', 'not_your_device', 'sender_key_mismatch', 'channel_not_found', 'device_not_found', 'key_version_conflict', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 60, burst: 100 },
  },
  requestRotation: {
    method: 'POST',
    path: '/channels/rotations',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'RequestRotationRequest',
    maxBodyBytes: 418,
    maxBodyParts: 17,
    errors: ['invalid_request', 'unauthorized', 'channel_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 60, burst: 100 },
  },
  getDirectoryKey: {
    method: 'GET',
    path: '/directory/keys',
    status: 200,
    noContent: true,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: ['trusted'] }],
    params: [],
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  putDirectoryKeys: {
    method: 'POST',
    path: '/directory/keys',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: ['trusted'] }],
    params: [],
    body: 'PutDirectoryKeysRequest',
    maxBodyBytes: 1048576,
    maxBodyParts: 5017,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'not_your_device', 'sender_key_mismatch', 'device_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  getKeyBackup: {
    method: 'GET',
    path: '/keys/backup',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    errors: ['invalid_request', 'unauthorized', 'backup_not_found', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  putKeyBackup: {
    method: 'POST',
    path: '/keys/backup',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'PutKeyBackupRequest',
    maxBodyBytes: 1048576,
    maxBodyParts: 18,
    errors: ['invalid_request', 'unauthorized', 'backup_conflict', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 30, burst: 60 },
  },
  deleteKeyBackup: {
    method: 'DELETE',
    path: '/keys/backup',
    status: 204,
    responseType: 'none',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    maxBodyBytes: 64,
    errors: ['invalid_request', 'unauthorized', 'backup_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    rate: { perMinute: 30, burst: 60 },
  },
  queryPresence: {
    method: 'POST',
    path: '/presence',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [],
    body: 'PresenceRequest',
    maxBodyBytes: 1048576,
    maxBodyParts: 20017,
    errors: ['invalid_request', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  describeRequest: {
    method: 'GET',
    path: '/server/request',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  listInvites: {
    method: 'GET',
    path: '/server/invites',
    status: 200,
    responseType: 'json',
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [],
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'rate_limited', 'server_error', 'server_unavailable'],
    retryable: true,
  },
  createInvite: {
    method: 'POST',
    path: '/server/invites',
    status: 201,
    responseType: 'json',
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [{ name: 'user_id', in: 'query', type: 'string' }, { name: 'reset_user_id', in: 'query', type: 'string' }],
    choices: [{ names: ['user_id', 'reset_user_id'], least: 0, most: 1 }],
    paramsSchema: 'CreateInviteParams',
    maxBodyBytes: 64,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'user_not_found', 'username_taken', 'user_reserved', 'user_disabled', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
  revokeInvite: {
    method: 'DELETE',
    path: '/server/invites',
    status: 204,
    responseType: 'none',
    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['admin'] }],
    params: [{ name: 'invite_id', in: 'query', type: 'string' }],
    paramsSchema: 'RevokeInviteParams',
    maxBodyBytes: 64,
    errors: ['invalid_request', 'unauthorized', 'forbidden', 'invite_not_found', 'payload_too_large', 'unsupported_media_type', 'rate_limited', 'server_error', 'server_unavailable'],
  },
} as const satisfies { readonly [Id in keyof OperationTypes]: OperationSpec };
