import type { SendChannelMessage } from '../generated/types.js';

/**
 * What is wrong with the proof of a message that this device sends, as a sentence; null when nothing is, or there is no
 * proof. Whether its signature is good is for the readers to find out.
 */
export function proofProblem({ proof, client_id }: SendChannelMessage, deviceId: string): string | null {
  if (proof === undefined) return null;
  if (client_id === undefined) return 'client_id must be given with a proof';
  return proof.device_id === deviceId ? null : 'proof.device_id must be the device of this connection';
}
