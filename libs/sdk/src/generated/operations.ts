// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

/** How the pages of a list follow one another. */
export interface PageRoute {
  /** The answer's field with the items. */
  readonly items: string;
  /** The answer's field that says whether there is another page. */
  readonly more: string;
  /**
   * The ways on: the query parameter that asks for the other page, and where its value stands: for `next` a field of
   * the answer, else one of its first (`older`) or last (`newer`) item. The first way is taken unless the caller gives
   * the parameter of another one.
   */
  readonly steps: readonly [PageStep, ...PageStep[]];
}

interface PageStep {
  readonly towards: 'next' | 'older' | 'newer';
  readonly parameter: string;
  readonly field: string;
}

/** How an operation travels over HTTP. */
export interface OperationRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `{name}` for a path parameter. */
  readonly path: string;
  /** Names of the input's fields that go into the query. */
  readonly query: readonly string[];
  /** Names of the input's fields that go into the path. */
  readonly pathParams: readonly string[];
  /** The rest of the input is the JSON body. */
  readonly hasBody: boolean;
  /** Status of success. */
  readonly status: number;
  readonly responseType: 'json' | 'text' | 'none';
  /** The answer's `token` becomes the client's. */
  readonly setsToken: boolean;
  /** After a success the client's token is not valid any more. */
  readonly endsSession?: boolean;
  /** Safe to send again. */
  readonly retryable: boolean;
  /** The credentials that it accepts; none for a public operation. */
  readonly auth: readonly ('bearer' | 'admin')[];
  /** Of a list that is answered page by page. */
  readonly pages?: PageRoute;
}

/** Every operation of the HTTP API. */
export const operations = {
  checkHealth: { method: 'GET', path: '/health', query: [], pathParams: [], hasBody: false, status: 200, responseType: 'text', setsToken: false, retryable: true, auth: [] },
  registerUser: { method: 'POST', path: '/auth/register', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: true, retryable: false, auth: [] },
  loginUser: { method: 'POST', path: '/auth/login', query: [], pathParams: [], hasBody: true, status: 200, responseType: 'json', setsToken: true, retryable: false, auth: [] },
  logoutSession: { method: 'POST', path: '/auth/logout', query: [], pathParams: [], hasBody: false, status: 201, responseType: 'json', setsToken: false, endsSession: true, retryable: false, auth: ['bearer'] },
  listSessions: { method: 'GET', path: '/auth/sessions', query: [], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  endSessions: { method: 'DELETE', path: '/auth/sessions', query: ['session_id', 'others'], pathParams: [], hasBody: false, status: 204, responseType: 'none', setsToken: false, retryable: false, auth: ['bearer'] },
  changePassword: { method: 'POST', path: '/auth/password', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  createTicket: { method: 'POST', path: '/ws/tickets', query: [], pathParams: [], hasBody: false, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  createUser: { method: 'POST', path: '/users', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['admin', 'bearer'] },
  updateUser: { method: 'PATCH', path: '/users', query: [], pathParams: [], hasBody: true, status: 200, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  listProfiles: { method: 'GET', path: '/users/profiles', query: [], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  setProfile: { method: 'POST', path: '/users/profiles', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  createDevice: { method: 'POST', path: '/devices', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  deleteDevice: { method: 'DELETE', path: '/devices', query: ['device_id'], pathParams: [], hasBody: false, status: 204, responseType: 'none', setsToken: false, retryable: false, auth: ['bearer'] },
  listDeviceKeys: { method: 'GET', path: '/devices/keys', query: ['user_id', 'all'], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  listChannels: { method: 'GET', path: '/channels', query: [], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  createChannel: { method: 'POST', path: '/channels', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  renameChannel: { method: 'PATCH', path: '/channels', query: [], pathParams: [], hasBody: true, status: 200, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  deleteChannel: { method: 'DELETE', path: '/channels', query: ['channel_id'], pathParams: [], hasBody: false, status: 204, responseType: 'none', setsToken: false, retryable: false, auth: ['bearer'] },
  listMessages: { method: 'GET', path: '/channels/messages', query: ['channel_id', 'limit', 'before', 'after'], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'], pages: { items: 'messages', more: 'has_more', steps: [{ towards: 'older', parameter: 'before', field: 'id' }, { towards: 'newer', parameter: 'after', field: 'id' }] } },
  syncMessages: { method: 'GET', path: '/sync', query: ['since', 'limit'], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'], pages: { items: 'messages', more: 'has_more', steps: [{ towards: 'next', parameter: 'since', field: 'next' }] } },
  getChannelKey: { method: 'GET', path: '/channels/keys', query: ['channel_id'], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  putChannelKeys: { method: 'POST', path: '/channels/keys', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  getDirectoryKey: { method: 'GET', path: '/directory/keys', query: [], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  putDirectoryKeys: { method: 'POST', path: '/directory/keys', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  queryPresence: { method: 'POST', path: '/presence', query: [], pathParams: [], hasBody: true, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  listInvites: { method: 'GET', path: '/server/invites', query: [], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['admin', 'bearer'] },
  createInvite: { method: 'POST', path: '/server/invites', query: [], pathParams: [], hasBody: false, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['admin', 'bearer'] },
  revokeInvite: { method: 'DELETE', path: '/server/invites', query: ['invite_id'], pathParams: [], hasBody: false, status: 204, responseType: 'none', setsToken: false, retryable: false, auth: ['admin', 'bearer'] },
} as const satisfies Record<string, OperationRoute>;

/** Name of an operation in the contract. */
export type OperationId = keyof typeof operations;

/** An operation whose answers are pages of a list. */
export type PagedOperationId = {
  [Id in OperationId]: (typeof operations)[Id] extends { readonly pages: PageRoute } ? Id : never;
}[OperationId];

/** Codes of the errors that each operation answers with. */
export interface OperationErrors {
  checkHealth: never;
  registerUser: 'invalid_request' | 'password_too_common' | 'invite_not_found' | 'username_taken' | 'invite_used' | 'invite_expired' | 'payload_too_large' | 'unsupported_media_type' | 'rate_limited' | 'server_error' | 'server_unavailable';
  loginUser: 'invalid_request' | 'invalid_credentials' | 'too_many_devices' | 'payload_too_large' | 'unsupported_media_type' | 'rate_limited' | 'server_error' | 'server_unavailable';
  logoutSession: 'invalid_request' | 'unauthorized' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  listSessions: 'invalid_request' | 'unauthorized' | 'server_error' | 'server_unavailable';
  endSessions: 'invalid_request' | 'unauthorized' | 'session_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  changePassword: 'invalid_request' | 'password_too_common' | 'unauthorized' | 'wrong_password' | 'payload_too_large' | 'unsupported_media_type' | 'rate_limited' | 'server_error' | 'server_unavailable';
  createTicket: 'invalid_request' | 'unauthorized' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  createUser: 'invalid_request' | 'unauthorized' | 'forbidden' | 'username_taken' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  updateUser: 'invalid_request' | 'unauthorized' | 'forbidden' | 'user_not_found' | 'last_admin' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  listProfiles: 'invalid_request' | 'unauthorized' | 'forbidden' | 'server_error' | 'server_unavailable';
  setProfile: 'invalid_request' | 'unauthorized' | 'forbidden' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  createDevice: 'invalid_request' | 'unauthorized' | 'not_your_user' | 'too_many_devices' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  deleteDevice: 'invalid_request' | 'unauthorized' | 'not_your_user' | 'device_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  listDeviceKeys: 'invalid_request' | 'unauthorized' | 'not_your_user' | 'server_error' | 'server_unavailable';
  listChannels: 'invalid_request' | 'unauthorized' | 'server_error' | 'server_unavailable';
  createChannel: 'invalid_request' | 'unauthorized' | 'forbidden' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  renameChannel: 'invalid_request' | 'unauthorized' | 'forbidden' | 'channel_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  deleteChannel: 'invalid_request' | 'unauthorized' | 'forbidden' | 'channel_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  listMessages: 'invalid_request' | 'unauthorized' | 'channel_not_found' | 'cursor_not_found' | 'server_error' | 'server_unavailable';
  syncMessages: 'invalid_request' | 'unauthorized' | 'cursor_not_found' | 'server_error' | 'server_unavailable';
  getChannelKey: 'invalid_request' | 'unauthorized' | 'channel_not_found' | 'envelope_not_found' | 'server_error' | 'server_unavailable';
  putChannelKeys: 'invalid_request' | 'unauthorized' | 'not_your_device' | 'sender_key_mismatch' | 'channel_not_found' | 'device_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  getDirectoryKey: 'invalid_request' | 'unauthorized' | 'forbidden' | 'server_error' | 'server_unavailable';
  putDirectoryKeys: 'invalid_request' | 'unauthorized' | 'forbidden' | 'not_your_device' | 'sender_key_mismatch' | 'device_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  queryPresence: 'invalid_request' | 'unauthorized' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  listInvites: 'invalid_request' | 'unauthorized' | 'forbidden' | 'server_error' | 'server_unavailable';
  createInvite: 'invalid_request' | 'unauthorized' | 'forbidden' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
  revokeInvite: 'invalid_request' | 'unauthorized' | 'forbidden' | 'invite_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error' | 'server_unavailable';
}
