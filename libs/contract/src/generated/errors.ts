// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

/** What the contract says of an error. */
export interface ErrorSpec {
  /** Of the HTTP answer; null for a code that comes in `error` events alone. */
  readonly status: number | null;
  /** Does it come in `error` events? */
  readonly frame: boolean;
  readonly message: string;
}

/** Every error that the server answers with: its HTTP status, whether it comes in `error` events, its text. */
export const errors = {
  invalid_request: { status: 400, frame: false, message: 'invalid request' },
  invalid_credentials: { status: 401, frame: false, message: 'wrong username or password' },
  unauthorized: { status: 401, frame: false, message: 'a valid session token is required' },
  forbidden: { status: 403, frame: false, message: 'the caller lacks the role for this' },
  not_your_user: { status: 403, frame: false, message: 'user_id is not the caller' },
  not_your_device: { status: 403, frame: false, message: 'sender_device_id is not the caller\'s device' },
  not_found: { status: 404, frame: false, message: 'not found' },
  method_not_allowed: { status: 405, frame: false, message: 'method not allowed' },
  invite_not_found: { status: 404, frame: false, message: 'invite not found' },
  channel_not_found: { status: 404, frame: true, message: 'channel not found' },
  device_not_found: { status: 404, frame: false, message: 'device not found' },
  envelope_not_found: { status: 404, frame: false, message: 'channel key not found for this device' },
  username_taken: { status: 409, frame: false, message: 'username is taken' },
  invite_used: { status: 410, frame: false, message: 'invite is already used' },
  invite_expired: { status: 410, frame: false, message: 'invite has expired' },
  payload_too_large: { status: 413, frame: false, message: 'request body is larger than 1 MiB' },
  unsupported_media_type: { status: 415, frame: false, message: 'request body must be application/json' },
  request_timeout: { status: 408, frame: false, message: 'the request took too long to arrive' },
  upgrade_required: { status: 426, frame: false, message: 'open this path with a WebSocket handshake' },
  request_header_fields_too_large: { status: 431, frame: false, message: 'request headers are too large' },
  password_too_common: { status: 400, frame: false, message: 'choose a less common password' },
  wrong_password: { status: 403, frame: false, message: 'the current password is wrong' },
  sender_key_mismatch: { status: 403, frame: false, message: 'sender_public_key is not the key of the caller\'s device' },
  origin_not_allowed: { status: 403, frame: false, message: 'this origin may not connect' },
  session_not_found: { status: 404, frame: false, message: 'session not found' },
  user_not_found: { status: 404, frame: false, message: 'user not found' },
  cursor_not_found: { status: 404, frame: false, message: 'cursor not found' },
  last_admin: { status: 409, frame: false, message: 'the last admin must stay admin' },
  too_many_devices: { status: 409, frame: false, message: 'this user has too many devices' },
  rate_limited: { status: 429, frame: true, message: 'too many attempts, try again later' },
  server_unavailable: { status: 503, frame: true, message: 'the server cannot do this now, try again later' },
  server_error: { status: 500, frame: true, message: 'internal server error' },
  invalid_message: { status: null, frame: true, message: 'invalid message' },
  unsupported_type: { status: null, frame: true, message: 'unsupported message type' },
  channels_only: { status: null, frame: true, message: 'only channel messages are supported' },
  voice_not_joined: { status: null, frame: true, message: 'join the voice room first' },
  recipient_unavailable: { status: null, frame: true, message: 'the recipient is not in the voice room' },
} as const satisfies Record<string, ErrorSpec>;

/** Stable code of an error. */
export type ErrorCode = keyof typeof errors;
/** Codes of HTTP answers. */
export type HttpErrorCode = {
  [C in ErrorCode]: (typeof errors)[C] extends { readonly status: number } ? C : never;
}[ErrorCode];
/** Codes of `error` events. */
export type FrameErrorCode = {
  [C in ErrorCode]: (typeof errors)[C] extends { readonly frame: true } ? C : never;
}[ErrorCode];
