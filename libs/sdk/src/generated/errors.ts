// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

/** Every error code, with its HTTP status (null: only in `error` events) and its usual text. */
export const errorCodes = {
  invalid_request: { status: 400, message: 'invalid request' },
  invalid_credentials: { status: 401, message: 'wrong username or password' },
  unauthorized: { status: 401, message: 'a valid session token is required' },
  forbidden: { status: 403, message: 'the caller lacks the role for this' },
  not_your_user: { status: 403, message: 'user_id is not the caller' },
  not_your_device: { status: 403, message: 'sender_device_id is not the caller\'s device' },
  not_found: { status: 404, message: 'not found' },
  method_not_allowed: { status: 405, message: 'method not allowed' },
  invite_not_found: { status: 404, message: 'invite not found' },
  channel_not_found: { status: 404, message: 'channel not found' },
  device_not_found: { status: 404, message: 'device not found' },
  envelope_not_found: { status: 404, message: 'channel key not found for this device' },
  username_taken: { status: 409, message: 'username is taken' },
  invite_used: { status: 410, message: 'invite is already used' },
  invite_expired: { status: 410, message: 'invite has expired' },
  payload_too_large: { status: 413, message: 'request body is larger than 1 MiB' },
  unsupported_media_type: { status: 415, message: 'request body must be application/json' },
  request_timeout: { status: 408, message: 'the request took too long to arrive' },
  upgrade_required: { status: 426, message: 'open this path with a WebSocket handshake' },
  request_header_fields_too_large: { status: 431, message: 'request headers are too large' },
  password_too_common: { status: 400, message: 'choose a less common password' },
  wrong_password: { status: 403, message: 'the current password is wrong' },
  sender_key_mismatch: { status: 403, message: 'sender_public_key is not the key of the caller\'s device' },
  origin_not_allowed: { status: 403, message: 'this origin may not connect' },
  session_not_found: { status: 404, message: 'session not found' },
  user_not_found: { status: 404, message: 'user not found' },
  cursor_not_found: { status: 404, message: 'cursor not found' },
  last_admin: { status: 409, message: 'the last admin must stay admin' },
  too_many_devices: { status: 409, message: 'this user has too many devices' },
  rate_limited: { status: 429, message: 'too many attempts, try again later' },
  server_unavailable: { status: 503, message: 'the server cannot do this now, try again later' },
  server_error: { status: 500, message: 'internal server error' },
  invalid_message: { status: null, message: 'invalid message' },
  unsupported_type: { status: null, message: 'unsupported message type' },
  channels_only: { status: null, message: 'only channel messages are supported' },
  voice_not_joined: { status: null, message: 'join the voice room first' },
} as const;

/** Stable code of an error. */
export type ErrorCode = keyof typeof errorCodes;
