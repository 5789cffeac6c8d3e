// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

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
  /** Safe to send again. */
  readonly retryable: boolean;
  /** The credentials that it accepts; none for a public operation. */
  readonly auth: readonly ('bearer' | 'admin')[];
}

/** Every operation of the HTTP API. */
export const operations = {
  checkHealth: { method: 'GET', path: '/health', query: [], pathParams: [], hasBody: false, status: 200, responseType: 'text', setsToken: false, retryable: true, auth: [] },
  registerUser: { method: 'POST', path: '/auth/register', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: true, retryable: false, auth: [] },
  loginUser: { method: 'POST', path: '/auth/login', query: [], pathParams: [], hasBody: true, status: 200, responseType: 'json', setsToken: true, retryable: false, auth: [] },
  createUser: { method: 'POST', path: '/users', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['admin', 'bearer'] },
  listProfiles: { method: 'GET', path: '/users/profiles', query: [], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  setProfile: { method: 'POST', path: '/users/profiles', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  createDevice: { method: 'POST', path: '/devices', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  listDeviceKeys: { method: 'GET', path: '/devices/keys', query: ['user_id', 'all'], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  listChannels: { method: 'GET', path: '/channels', query: [], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  createChannel: { method: 'POST', path: '/channels', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  renameChannel: { method: 'PATCH', path: '/channels', query: [], pathParams: [], hasBody: true, status: 200, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  deleteChannel: { method: 'DELETE', path: '/channels', query: ['channel_id'], pathParams: [], hasBody: false, status: 204, responseType: 'none', setsToken: false, retryable: false, auth: ['bearer'] },
  listMessages: { method: 'GET', path: '/channels/messages', query: ['channel_id', 'limit'], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  getChannelKey: { method: 'GET', path: '/channels/keys', query: ['channel_id'], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  putChannelKeys: { method: 'POST', path: '/channels/keys', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  getDirectoryKey: { method: 'GET', path: '/directory/keys', query: [], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  putDirectoryKeys: { method: 'POST', path: '/directory/keys', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['bearer'] },
  queryPresence: { method: 'POST', path: '/presence', query: [], pathParams: [], hasBody: true, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: ['bearer'] },
  createInvite: { method: 'POST', path: '/server/invites', query: [], pathParams: [], hasBody: false, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['admin', 'bearer'] },
} as const satisfies Record<string, OperationRoute>;

export type OperationId = keyof typeof operations;

/** Codes of the errors that each operation answers with. */
export interface OperationErrors {
  checkHealth: never;
  registerUser: 'invalid_request' | 'invite_not_found' | 'username_taken' | 'invite_used' | 'invite_expired' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  loginUser: 'invalid_request' | 'invalid_credentials' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  createUser: 'invalid_request' | 'unauthorized' | 'forbidden' | 'username_taken' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  listProfiles: 'invalid_request' | 'unauthorized' | 'forbidden' | 'server_error';
  setProfile: 'invalid_request' | 'unauthorized' | 'forbidden' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  createDevice: 'invalid_request' | 'unauthorized' | 'not_your_user' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  listDeviceKeys: 'invalid_request' | 'unauthorized' | 'not_your_user' | 'server_error';
  listChannels: 'invalid_request' | 'unauthorized' | 'server_error';
  createChannel: 'invalid_request' | 'unauthorized' | 'forbidden' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  renameChannel: 'invalid_request' | 'unauthorized' | 'forbidden' | 'channel_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  deleteChannel: 'invalid_request' | 'unauthorized' | 'forbidden' | 'channel_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  listMessages: 'invalid_request' | 'unauthorized' | 'channel_not_found' | 'server_error';
  getChannelKey: 'invalid_request' | 'unauthorized' | 'channel_not_found' | 'envelope_not_found' | 'server_error';
  putChannelKeys: 'invalid_request' | 'unauthorized' | 'not_your_device' | 'channel_not_found' | 'device_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  getDirectoryKey: 'invalid_request' | 'unauthorized' | 'forbidden' | 'server_error';
  putDirectoryKeys: 'invalid_request' | 'unauthorized' | 'forbidden' | 'not_your_device' | 'device_not_found' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  queryPresence: 'invalid_request' | 'unauthorized' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
  createInvite: 'invalid_request' | 'unauthorized' | 'forbidden' | 'payload_too_large' | 'unsupported_media_type' | 'server_error';
}
