import { inboundFrames, type InboundFrameType, limits, retiredFrameTypes, validate } from '@app/contract';
import { DialtoneError } from '../errors/dialtone-error.js';
import { JsonError, parseJson } from '../json.js';
import { FrameError } from './frame-error.js';
import { clientIdIn } from './skim-frame.js';

/** A frame that keeps the contract, and its type. */
export interface ParsedFrame {
  readonly type: InboundFrameType;
  readonly frame: object;
}

/**
 * Reads and validates one frame.
 *
 * @throws {DialtoneError} `invalid_message`, `unsupported_type`, or what a retired type is answered with; a
 *   {@link FrameError} for what may be an object
 */
export function parseFrame(data: Buffer, isBinary: boolean): ParsedFrame {
  if (isBinary) throw new DialtoneError('invalid_message', 'expected a text frame');
  const value = parseObject(data);
  const { type } = value;
  if (typeof type !== 'string') throw new FrameError('invalid_message', 'type must be a string', value);
  if (Object.hasOwn(retiredFrameTypes, type)) {
    throw new FrameError(retiredFrameTypes[type as keyof typeof retiredFrameTypes], undefined, value);
  }
  if (!isInboundType(type)) throw new FrameError('unsupported_type', undefined, value);
  const problem = validate(inboundFrames[type].schema, value);
  if (problem !== null) throw new FrameError('invalid_message', problem, value);
  return { type, frame: value };
}

function isInboundType(type: string): type is InboundFrameType {
  return Object.hasOwn(inboundFrames, type);
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
