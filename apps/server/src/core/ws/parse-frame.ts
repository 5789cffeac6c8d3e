import { inboundFrames, type InboundFrameType, retiredFrameTypes, validate } from '@app/contract';
import { DialtoneError } from '../errors/dialtone-error.js';
import { JsonError, parseJson } from '../json.js';

/** A frame that keeps the contract, and its type. */
export interface ParsedFrame {
  readonly type: InboundFrameType;
  readonly frame: object;
}

/**
 * Reads and validates one frame.
 *
 * @throws {DialtoneError} `invalid_message`, `unsupported_type`, or what a retired type is answered with
 */
export function parseFrame(data: Uint8Array, isBinary: boolean): ParsedFrame {
  if (isBinary) throw new DialtoneError('invalid_message', 'expected a text frame');
  const value = parseObject(data);
  const { type } = value;
  if (typeof type !== 'string') throw new DialtoneError('invalid_message', 'type must be a string');
  if (Object.hasOwn(retiredFrameTypes, type)) {
    throw new DialtoneError(retiredFrameTypes[type as keyof typeof retiredFrameTypes]);
  }
  if (!isInboundType(type)) throw new DialtoneError('unsupported_type');
  const problem = validate(inboundFrames[type].schema, value);
  if (problem !== null) throw new DialtoneError('invalid_message', problem);
  return { type, frame: value };
}

function isInboundType(type: string): type is InboundFrameType {
  return Object.hasOwn(inboundFrames, type);
}

function parseObject(data: Uint8Array): Record<string, unknown> {
  try {
    const value = parseJson(data);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw error instanceof JsonError ? new DialtoneError('invalid_message', error.message) : error;
  }
  throw new DialtoneError('invalid_message', 'expected a JSON object');
}
