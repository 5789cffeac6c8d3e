import type { ClientFrame } from '../protocol/frame-types.js';
import type { FrameContext, FrameHandlers } from './context.js';
import { messageFrames } from './features/messages.js';
import { voiceFrames } from './features/voice.js';

/** The frames of all features: one that the contract has and no feature does not compile. */
const handlers: FrameHandlers = {
  ...messageFrames,
  ...voiceFrames,
};

/** Serves a frame. Throws a DialtoneError, and has changed nothing then. */
export function serveFrame(context: FrameContext, frame: ClientFrame): void {
  const handle = handlers[frame.type] as (context: FrameContext, frame: ClientFrame) => void;
  handle(context, frame);
}
