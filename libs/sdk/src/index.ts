/** TypeScript client for Dialtone servers. */
export { DialtoneClient, type DialtoneClientOptions } from './client.js';
export {
  AbortedError,
  ApiError,
  ConnectionError,
  InvalidResponseError,
  isAbortedError,
  isApiError,
  isConnectionError,
  isInvalidResponseError,
  isTimeoutError,
  TimeoutError,
} from './core/errors.js';
export type { ApiPromise, WithResponse } from './core/api-promise.js';
export type { SessionOptions } from './core/credentials.js';
export type { ApiRequest, ApiResponse, Middleware } from './core/middleware.js';
export type { PagePromise } from './core/page-promise.js';
export type { RequestOptions } from './core/transport.js';
export { RealtimeClient, type ConnectOptions } from './realtime/realtime-client.js';
export { isOutboxFullError, OutboxFullError } from './realtime/errors.js';
export type {
  ListenerFailure,
  RealtimeClosed,
  RealtimeEvents,
  RealtimeEventType,
  RealtimeGap,
  RealtimeResync,
  RealtimeState,
  RealtimeStateChange,
} from './realtime/events.js';
export type { OnceOptions } from './realtime/once.js';
export type { RealtimeOptions } from './realtime/options.js';
export type { NewMessage, SendOptions, SentMessage } from './realtime/outbox.js';
export type { WebSocketConstructor, WebSocketLike } from './realtime/socket.js';
export { errors as errorCodes } from './generated/errors.js';
export { closeCodes, type ClientFrames, type ServerFrames } from './generated/frames.js';
export type { ClientFrame, ClientFrameType, ServerFrame, ServerFrameType } from './protocol/frame-types.js';
export type { OperationErrors, OperationId } from './protocol/operation-types.js';
export type * from './generated/resources.js';
export type * from './generated/types.js';
