import { InvalidResponseError } from '../core/errors.js';
import { fieldsProblem } from '../core/shape.js';
import { eventShapes } from '../generated/shapes.js';
import { eventProblem } from '../protocol/event-size.js';
import type { ClientFrame, ServerFrame } from '../protocol/frame-types.js';
import * as limits from '../generated/limit-values.js';

/** What arrived: an event as the contract describes it, or anything else. */
export type Arrival =
  | { readonly isKnown: true; readonly frame: ServerFrame }
  /** `error`: it calls itself an event that this version knows, and is not shaped like one. */
  | { readonly isKnown: false; readonly frame: unknown; readonly error?: Error };

/** Reads a frame: the parsed JSON, or its text if it is not JSON. */
export function parseFrame(data: unknown): Arrival {
  let frame: unknown = data;
  try {
    frame = JSON.parse(String(data));
  } catch {
    // What is not JSON is passed on as it is.
  }
  if (typeof frame !== 'object' || frame === null || !('type' in frame)) return { isKnown: false, frame };
  const { type } = frame;
  if (typeof type !== 'string' || !Object.hasOwn(eventShapes, type)) return { isKnown: false, frame };
  const problem = fieldsProblem(eventShapes[type] ?? '', frame, 'event');
  if (problem === undefined) return { isKnown: true, frame: frame as ServerFrame };
  return { isKnown: false, frame, error: new InvalidResponseError(problem, type, 101) };
}

/**
 * A frame as JSON. Throws a RangeError if it is larger than the server takes, which would end the connection, or would
 * become an event that is longer than others read, which the server would refuse.
 */
export function encodeFrame(frame: ClientFrame): string {
  const text = JSON.stringify(frame);
  const { length } = new TextEncoder().encode(text);
  if (length > limits.maxFrameBytes) {
    throw new RangeError(`a frame must not be larger than ${limits.maxFrameBytes} bytes`);
  }
  const problem = eventProblem(frame, length);
  if (problem !== null) throw new RangeError(problem);
  return text;
}
