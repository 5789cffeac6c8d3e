import type { ServerFrames } from '../generated/frames.js';

/** A connection has ended; the codes and what they mean stand in `closeCodes`. */
export interface RealtimeClosed {
  readonly code: number;
  readonly reason: string;
}

/** What a {@link RealtimeClient} can be listened to for: every event of the server by its wire type, and these. */
export interface RealtimeEvents extends ServerFrames {
  /** A frame whose type this version of the package does not know: the parsed JSON, or its text when it is no JSON. */
  unknown: unknown;
  /** The connection has ended. */
  close: RealtimeClosed;
}

/** The name of something that a {@link RealtimeClient} can be listened to for. */
export type RealtimeEventType = keyof RealtimeEvents;
