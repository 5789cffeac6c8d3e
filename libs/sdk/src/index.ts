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
