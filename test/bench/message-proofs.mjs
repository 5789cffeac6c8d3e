// What a client's processor spends on signing a message and on checking one: `npm run sdk:build`, then
// `node test/bench/message-proofs.mjs`.
import { randomUUID } from 'node:crypto';
import { generateSigningKeyPair } from '../../libs/sdk/dist/esm/crypto/ed25519.js';
import { isProofOf, signMessage } from '../../libs/sdk/dist/esm/crypto/message-proof.js';

const COUNT = 2000;
const ROUNDS = 5;

const { publicKey, privateKey } = await generateSigningKeyPair();
const id = randomUUID();
const message = { channel_id: id, sender_id: id, body: 'A'.repeat(400), sender_name_enc: 'A'.repeat(44) };
const sign = (counter) => signMessage(privateKey, message, { device_id: id, client_id: id, counter, key_version: 0 });
const proof = await sign(1);

console.log(`sign: ${await cost(sign)} ms of CPU a message`);
console.log(`check: ${await cost(() => isProofOf(publicKey, message, proof))} ms of CPU a message`);

/** The least of several rounds, in milliseconds. */
async function cost(work) {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.cpuUsage();
    for (let i = 1; i <= COUNT; i += 1) await work(i);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000 / COUNT);
  }
  return least.toFixed(3);
}
