import { randomBytes, type Bytes } from './bytes.js';

/** How many words there are: 128 bits, and a checksum of 4. */
export const WORDS = 12;

const ENTROPY_BYTES = 16;

/** Why words are none that {@link entropyOfWords} takes. Positions count from 0. */
export type WordsProblem =
  { readonly kind: 'count' } | { readonly kind: 'unknown'; readonly position: number } | { readonly kind: 'checksum' };

/** Makes twelve words of BIP 39's English list, of 128 bits from the runtime's random generator. */
export async function generateWords(): Promise<string[]> {
  const { bip39, list } = await load();
  return bip39.entropyToMnemonic(randomBytes(ENTROPY_BYTES), list).split(' ');
}

/**
 * The 16 bytes that words stand for, however they were typed: in capitals, with spaces around them, in any form of
 * Unicode. What is wrong with them instead, if they are not twelve of the list with a checksum that fits.
 */
export async function entropyOfWords(words: readonly string[]): Promise<Bytes | WordsProblem> {
  const { bip39, list } = await load();
  const typed = words.map(normalizeWord);
  if (typed.length !== WORDS) return { kind: 'count' };
  const known = new Set(list);
  const position = typed.findIndex((word) => !known.has(word));
  if (position >= 0) return { kind: 'unknown', position };
  const mnemonic = typed.join(' ');
  if (!bip39.validateMnemonic(mnemonic, list)) return { kind: 'checksum' };
  return Uint8Array.from(bip39.mnemonicToEntropy(mnemonic, list));
}

/** A word as the list has it. */
export function normalizeWord(word: string): string {
  return word.normalize('NFKD').trim().toLowerCase();
}

/** The list is long, and wanted only where an account is recovered, or words for that are made. */
async function load() {
  const [bip39, { wordlist }] = await Promise.all([import('@scure/bip39'), import('@scure/bip39/wordlists/english')]);
  return { bip39, list: wordlist };
}
