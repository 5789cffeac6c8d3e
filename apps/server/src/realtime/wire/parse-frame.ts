import {
  clientFrames,
  type ClientFrameType,
  DialtoneError,
  JsonError,
  limits,
  parseJson,
  retiredFrameTypes,
  validate,
} from '@app/contract';
import { toDialtoneError } from '../../core/errors/to-dialtone-error.js';
import { FrameError } from './frame-error.js';
import { clientIdIn } from './skim-frame.js';

/** Pattern of the handler of frames that are refused before they reach one of their own. */
export const REFUSED_FRAME = 'dialtone:refused';

/** Which of the gateway's methods a frame is for, by its pattern, and what that is called with. */
export type FrameCall = readonly [pattern: ClientFrameType | typeof REFUSED_FRAME, argument: object];

/** Reads and validates one frame: the handler of its type gets the frame, or that of refused frames the reason. */
export function parseFrame(data: Buffer, isBinary: boolean): FrameCall {
  try {
    return parseValid(data, isBinary);
  } catch (error) {
    return [REFUSED_FRAME, toDialtoneError(error)];
  }
}

/**
 * @throws {DialtoneError} `invalid_message`, `unsupported_type`, or what a retired type is answered with; a
 *   {@link FrameError} for what may be an object
 */
function parseValid(data: Buffer, isBinary: boolean): FrameCall {
  if (isBinary) throw new DialtoneError('invalid_message', 'expected a text frame');
  const value = parseObject(data);
  const { type } = value;
  if (typeof type !== 'string') throw new FrameError('invalid_message', 'type must be a string', value);
  if (Object.hasOwn(retiredFrameTypes, type)) {
    throw new FrameError(retiredFrameTypes[type as keyof typeof retiredFrameTypes], undefined, value);
  }
  if (!isClientFrameType(type)) throw new FrameError('unsupported_type', undefined, value);
  const problem = validate(clientFrames[type].schema, value);
  if (problem !== null) throw new FrameError('invalid_message', problem, value);
  return [type, value];
}

function isClientFrameType(type: string): type is ClientFrameType {
  return Object.hasOwn(clientFrames, type);
}

function parseObject(data: Buffer): Record<string, unknown> {
  try {
    const value = parseJson(data, limits.maxFrameParts);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new FrameError('invalid_message', error.message, { client_id: clientIdIn(data) });
  }
  throw new DialtoneError('invalid_message', 'expected a JSON object');
}
