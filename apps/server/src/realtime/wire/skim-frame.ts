import { signalFrameTypes } from '@app/contract';

// This cannot match inside a string value, where the quotes would be escaped.
const SIGNAL = new RegExp(`"type"\\s*:\\s*"(?:${signalFrameTypes.join('|')})"`);
const CLIENT_ID = /"client_id"\s*:\s*"([^"\\]*)"/;

/** Is the frame a signal, by its own account? It is not parsed, because that would make floods expensive. */
export function isSignal(frame: Buffer): boolean {
  return SIGNAL.test(frame.toString('latin1'));
}

/** The `client_id` of a frame that is not valid JSON, or not parsed. */
export function clientIdIn(frame: Buffer): string | undefined {
  return CLIENT_ID.exec(frame.toString('latin1'))?.[1];
}
