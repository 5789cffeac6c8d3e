import type { ClientFrameType } from '@app/contract';

const SIGNALS: readonly ClientFrameType[] = ['webrtc_offer', 'webrtc_answer', 'ice_candidate'];
// Inside of a string value the quotes would be escaped.
const SIGNAL = new RegExp(`"type"\\s*:\\s*"(?:${SIGNALS.join('|')})"`);
const CLIENT_ID = /"client_id"\s*:\s*"([^"\\]*)"/;

/** Does the frame call itself a signal? Told without parsing it, for a flood must not cost that much. */
export function isSignal(frame: Buffer): boolean {
  return SIGNAL.test(frame.toString('latin1'));
}

/** The `client_id` of a frame that is not parsed. */
export function clientIdIn(frame: Buffer): string | undefined {
  return CLIENT_ID.exec(frame.toString('latin1'))?.[1];
}
