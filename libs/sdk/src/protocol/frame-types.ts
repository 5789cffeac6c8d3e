// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import type { clientFrames, ClientFrames, ServerFrames } from '../generated/frames.js';

export type ClientFrameType = keyof ClientFrames;
export type ClientFrame = ClientFrames[ClientFrameType];
export type ServerFrameType = keyof ServerFrames;
export type ServerFrame = ServerFrames[ServerFrameType];
/** Codes of the `error` events that each frame of a client is answered with. */
export type FrameErrors = { [T in ClientFrameType]: (typeof clientFrames)[T]['errors'][number] };
