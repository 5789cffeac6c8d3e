import type { SendChannelMessage } from '../generated/types.js';
import { proofProblem } from './message-proof.js';

const plain: SendChannelMessage = { type: 'channel.message.send', channel_id: 'c', body: 'b', sender_name_enc: 'n' };
const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';
const proof = { device_id: 'phone', key_version: 0, counter: 1, signature: `${'A'.repeat(86)}==` };

it.each<[string, SendChannelMessage, string | null]>([
  ['a message without one', plain, null],
  ['that of the own device', { ...plain, client_id, proof }, null],
  ['one without client_id', { ...plain, proof }, 'client_id must be given with a proof'],
  [
    'that of another device',
    { ...plain, client_id, proof: { ...proof, device_id: 'laptop' } },
    'proof.device_id must be the device of this connection',
  ],
])('judges %s', (_what, frame, problem) => {
  expect(proofProblem(frame, 'phone')).toBe(problem);
});
