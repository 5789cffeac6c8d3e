import { type ClientFrameType, FrameError, readFrame, signalFrameTypes, validate } from '@app/contract';
import { toDialtoneError } from '../../core/errors/to-dialtone-error.js';

/** Pattern of the handler of frames that are refused before they reach one of their own. */
export const REFUSED_FRAME = 'dialtone:refused';

/** Which of the gateway's methods a frame is for, by its pattern, and what that is called with. */
export type FrameCall = readonly [pattern: ClientFrameType | typeof REFUSED_FRAME, argument: object];

/** Reads and validates one frame: the handler of its type gets the frame, or that of refused frames the reason. */
export function parseFrame(data: Buffer, isBinary: boolean): FrameCall {
  try {
    const frame = readFrame(isBinary ? undefined : data, validate);
    return [frame.type, frame];
  } catch (error) {
    return [REFUSED_FRAME, toDialtoneError(error)];
  }
}

/** Does the frame call itself a signal, whether it is a good one or refused? */
export function isSignal([pattern, argument]: FrameCall): boolean {
  const type = argument instanceof FrameError ? argument.type : pattern;
  return (signalFrameTypes as readonly (string | undefined)[]).includes(type);
}
