/** TypeScript client for Dialtone servers. */
export { DialtoneClient, type DialtoneClientOptions } from './client.js';
export {
  AbortedError,
  ApiError,
  ConnectionError,
  isAbortedError,
  isApiError,
  isConnectionError,
  isTimeoutError,
  TimeoutError,
} from './core/errors.js';
export type { RequestOptions } from './core/transport.js';
export { RealtimeClient, type ConnectOptions, type OnceOptions } from './realtime/realtime-client.js';
export type { RealtimeClosed, RealtimeEvents, RealtimeEventType } from './realtime/events.js';
export type { WebSocketConstructor, WebSocketLike } from './realtime/socket.js';
export { errorCodes } from './generated/errors.js';
export {
  closeCodes,
  type ClientFrame,
  type ClientFrames,
  type ClientFrameType,
  type ServerFrame,
  type ServerFrames,
  type ServerFrameType,
} from './generated/frames.js';
export type { OperationErrors, OperationId } from './generated/operations.js';
export type * from './generated/resources.js';
export type * from './generated/types.js';
