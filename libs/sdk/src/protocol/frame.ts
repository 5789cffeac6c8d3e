// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import { clientFrames, retiredFrameTypes, type ServerFrames } from '../generated/frames.js';
import { limits } from '../generated/limits.js';
import type { SchemaName } from '../generated/schemas.js';
import { DialtoneError } from './dialtone-error.js';
import type { FrameErrorCode } from './error-codes.js';
import { eventProblem } from './event-size.js';
import type { ClientFrame, ClientFrameType } from './frame-types.js';
import type { Judge } from './judge.js';
import { JsonError, parseJson } from './json.js';

// Inside of a string value the quotes would be escaped.
const CLIENT_ID = /"client_id"\s*:\s*"([^"\\]*)"/;

/** Why a frame is refused before anybody serves it. */
export class FrameError extends DialtoneError {
  /**
   * @param client_id the sender's name for the frame, if it has a valid one
   * @param type what the frame calls itself, if that is a type that clients send
   */
  constructor(
    code: FrameErrorCode,
    message?: string,
    readonly client_id?: string,
    readonly type?: ClientFrameType,
  ) {
    super(code, message);
  }
}

/**
 * Reads and validates a frame of a client.
 *
 * @param text in UTF-8; undefined for a frame that is no text
 * @throws {FrameError} `invalid_message`, `unsupported_type`, or what a retired type is answered with
 */
export function readFrame(text: Uint8Array | undefined, judge: Judge<SchemaName>): ClientFrame {
  if (text === undefined) throw new FrameError('invalid_message', 'expected a text frame');
  const value = parseObject(text, judge);
  const { type } = value;
  if (typeof type !== 'string') {
    throw new FrameError('invalid_message', 'type must be a string', clientIdOf(value, judge));
  }
  if (!isClientFrameType(type)) throw new FrameError(codeOfOther(type), undefined, clientIdOf(value, judge));
  const problem = judge(clientFrames[type].schema, value) ?? eventProblem(value as unknown as ClientFrame, text.length);
  if (problem !== null) throw new FrameError('invalid_message', problem, clientIdOf(value, judge), type);
  return value as unknown as ClientFrame;
}

/** The sender's name for a frame, of whatever type, which an answer repeats (RT25); undefined without a valid one. */
export function clientIdOf(frame: object, judge: Judge<SchemaName>): string | undefined {
  const { client_id } = frame as { readonly client_id?: unknown };
  return typeof client_id === 'string' && judge('ClientId', client_id) === null ? client_id : undefined;
}

/** As `clientIdOf`, of a frame's text that is not parsed. */
export function clientIdIn(text: string, judge: Judge<SchemaName>): string | undefined {
  return clientIdOf({ client_id: CLIENT_ID.exec(text)?.[1] }, judge);
}

/** The event that answers a frame with an error. */
export function errorEvent({ code, message }: DialtoneError, client_id?: string): ServerFrames['error'] {
  return { type: 'error', code, message, ...(client_id === undefined ? {} : { client_id }) };
}

function parseObject(text: Uint8Array, judge: Judge<SchemaName>): Record<string, unknown> {
  try {
    const value = parseJson(text, limits.maxFrameParts);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new FrameError('invalid_message', error.message, clientIdIn(new TextDecoder().decode(text), judge));
  }
  throw new FrameError('invalid_message', 'expected a JSON object');
}

function isClientFrameType(type: string): type is ClientFrameType {
  return Object.hasOwn(clientFrames, type);
}

/** The code for a type that clients do not send, or no more. */
function codeOfOther(type: string): FrameErrorCode {
  return Object.hasOwn(retiredFrameTypes, type)
    ? retiredFrameTypes[type as keyof typeof retiredFrameTypes]
    : 'unsupported_type';
}
