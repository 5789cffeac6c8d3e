import type { ServerFrames } from '../generated/frames.js';

/**
 * What a {@link RealtimeClient} is doing:
 * `idle` before `connect()`, and after one that gave up · `connecting` opening a connection · `catching-up` reading what was missed · `connected` ·
 * `waiting` for the next try to connect, or for another session · `closed` ended.
 */
export type RealtimeState = 'idle' | 'connecting' | 'catching-up' | 'connected' | 'waiting' | 'closed';

/** The state of the client has changed. */
export interface RealtimeStateChange {
  readonly state: RealtimeState;
  readonly previous: RealtimeState;
  /** Why there is no connection, if an error says so. */
  readonly error?: Error;
  /** The code that the last connection was closed with; 1006 when it broke. See `closeCodes`. */
  readonly closeCode?: number;
  /** With `waiting`: milliseconds until the next try; missing while the client waits for another session. */
  readonly retryInMs?: number;
}

/** Messages were missed for good: the server no longer knows the client's place in the history. */
export interface RealtimeGap {
  readonly reason: 'cursor_not_found';
  /** The place. What was stored after it and before now can only be read from the channels' histories. */
  readonly since: string;
}

/** Events may have been missed that are not sent again: refresh your copies of channels, profiles and presence. */
export interface RealtimeResync {
  readonly reason: 'reconnected' | 'sync-required';
}

/** The client has ended. */
export interface RealtimeClosed {
  /** The code that the last connection was closed with; 1006 when it broke, or when none was opened. */
  readonly code: number;
  /** What `closeCodes` calls the code; `unknown` for others. */
  readonly name: string;
  /** The reason that the server gave with the code. */
  readonly reason: string;
  /** The error that ended it, such as the ApiError 401 of a session that has ended. */
  readonly error?: Error;
}

/** A listener threw, or the promise that it returned was rejected. */
export interface ListenerFailure {
  /** The type of event that it listened for. */
  readonly type: string;
  readonly error: unknown;
}

/** The events of a {@link RealtimeClient}: every event of the server by its wire type, and these. */
export interface RealtimeEvents extends ServerFrames {
  /** The client does something else now. */
  state: RealtimeStateChange;
  /**
   * A frame whose type this version of the package does not know: the parsed JSON, or its text if it is not JSON. With
   * `reconnect: false` also an event that lacks what the contract says; other clients connect anew then.
   */
  unknown: unknown;
  /** Messages were missed for good. */
  gap: RealtimeGap;
  /** After every reconnect and every `sync.required`, once the missed messages have come. */
  resync: RealtimeResync;
  /** A listener failed. If nobody listens for this event, the error goes to `console.error`. */
  'listener-error': ListenerFailure;
  /** The client has ended: by `close()`, for good, or because the server refused it. */
  close: RealtimeClosed;
}

/** The name of an event of a {@link RealtimeClient}. */
export type RealtimeEventType = keyof RealtimeEvents;
