import * as e2e from '@dialtone/sdk/crypto';
import envelopes from '@dialtone/sdk/vectors/envelopes.json' with { type: 'json' };
import keystores from '@dialtone/sdk/vectors/keystores.json' with { type: 'json' };
import texts from '@dialtone/sdk/vectors/texts.json' with { type: 'json' };

const opened = (vector: { envelope: string; recipient_private_key: string; sender_public_key: string }) =>
  e2e.openEnvelope({
    envelope: vector.envelope,
    privateKey: vector.recipient_private_key,
    senderPublicKey: vector.sender_public_key,
  });

/** The published vectors: what each gives here, and what it must give. */
const results: { name: string; got: () => Promise<unknown>; want: unknown }[] = [
  ...texts.valid.map(({ name, key, data, text }) => ({ name, got: () => e2e.decryptText(key, data), want: text })),
  ...texts.invalid.map(({ name, key, data, error }) => ({ name, got: () => e2e.decryptText(key, data), want: error })),
  ...envelopes.valid.map((vector) => ({ name: vector.name, got: () => opened(vector), want: vector.key })),
  ...envelopes.invalid.map((vector) => ({ name: vector.name, got: () => opened(vector), want: vector.error })),
  ...keystores.valid.map(({ name, password, keystore, value }) => ({
    name,
    got: () => e2e.openKeystore(password, keystore),
    want: value,
  })),
];

/** The vectors that this browser disagrees with, and how many there are. */
export async function vectorProblems(): Promise<{ count: number; problems: string[] }> {
  const problems: string[] = [];
  for (const { name, got, want } of results) {
    const result = await got().catch((error: unknown) => (e2e.isCryptoError(error) ? error.code : String(error)));
    if (JSON.stringify(result) !== JSON.stringify(want)) problems.push(`${name}: ${JSON.stringify(result)}`);
  }
  return { count: results.length, problems };
}
