import { nextTurn } from '../core/next-turn.js';
import { webCrypto, type Bytes } from './bytes.js';

/** The cost of scrypt: `n` a power of two, memory 128 · n · r bytes. */
export interface ScryptCost {
  n: number;
  r: number;
  p: number;
}

/** Rounds between two pauses that let the program do other work; some 5 ms. */
const ROUNDS_PER_TURN = 1024;

/**
 * scrypt (RFC 7914), which WebCrypto lacks. Written here so that it is the same in every runtime, without a dependency.
 * The caller has to make sure that the cost is sane.
 */
export async function scrypt(password: Bytes, salt: Bytes, { n, r, p }: ScryptCost, length: number): Promise<Bytes> {
  const blocks = await pbkdf2(password, salt, 128 * r * p);
  // All runtimes of JavaScript in use are little-endian, as the algorithm's words are.
  const words = new Uint32Array(blocks.buffer);
  const table = new Uint32Array(32 * r * n);
  for (let i = 0; i < p; i += 1) await roMix(words.subarray(32 * r * i, 32 * r * (i + 1)), n, r, table);
  return pbkdf2(password, blocks, length);
}

async function pbkdf2(password: Bytes, salt: Bytes, length: number): Promise<Bytes> {
  const key = await webCrypto().importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const params = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 1 };
  return new Uint8Array(await webCrypto().deriveBits(params, key, length * 8));
}

/** scryptROMix: fills the table with n states and then mixes in states picked by the state itself. */
async function roMix(block: Uint32Array, n: number, r: number, table: Uint32Array): Promise<void> {
  const size = 32 * r;
  let state: Uint32Array = block.slice();
  let spare: Uint32Array = new Uint32Array(size);
  for (let round = 0; round < 2 * n; round += 1) {
    if (round % ROUNDS_PER_TURN === ROUNDS_PER_TURN - 1) await new Promise<void>((resolve) => nextTurn(resolve));
    if (round < n) {
      table.set(state, round * size);
    } else {
      const picked = ((state[size - 16] as number) & (n - 1)) * size;
      for (let i = 0; i < size; i += 1) (state[i] as number) ^= table[picked + i] as number;
    }
    blockMix(state, spare, r);
    [state, spare] = [spare, state];
  }
  block.set(state);
}

/** scryptBlockMix: 2r blocks of 16 words, even ones to the first half of the output, odd ones to the second. */
function blockMix(input: Uint32Array, output: Uint32Array, r: number): void {
  let previous = input;
  let at = 32 * r - 16;
  for (let i = 0; i < 2 * r; i += 1) {
    const next = 16 * ((i >> 1) + (i & 1) * r);
    salsa20_8(previous, at, input, 16 * i, output, next);
    previous = output;
    at = next;
  }
}

/**
 * The Salsa20/8 core of `left ^ right`, 16 words each, written to `output`. Words in local variables and rounds written
 * out make it four times as fast as an array and loops: opening a keystore takes this function a million times.
 */
function salsa20_8(
  left: Uint32Array,
  leftAt: number,
  right: Uint32Array,
  rightAt: number,
  output: Uint32Array,
  outputAt: number,
): void {
  const a0 = (left[leftAt] as number) ^ (right[rightAt] as number);
  const b0 = (left[leftAt + 1] as number) ^ (right[rightAt + 1] as number);
  const c0 = (left[leftAt + 2] as number) ^ (right[rightAt + 2] as number);
  const d0 = (left[leftAt + 3] as number) ^ (right[rightAt + 3] as number);
  const e0 = (left[leftAt + 4] as number) ^ (right[rightAt + 4] as number);
  const f0 = (left[leftAt + 5] as number) ^ (right[rightAt + 5] as number);
  const g0 = (left[leftAt + 6] as number) ^ (right[rightAt + 6] as number);
  const h0 = (left[leftAt + 7] as number) ^ (right[rightAt + 7] as number);
  const i0 = (left[leftAt + 8] as number) ^ (right[rightAt + 8] as number);
  const j0 = (left[leftAt + 9] as number) ^ (right[rightAt + 9] as number);
  const k0 = (left[leftAt + 10] as number) ^ (right[rightAt + 10] as number);
  const l0 = (left[leftAt + 11] as number) ^ (right[rightAt + 11] as number);
  const m0 = (left[leftAt + 12] as number) ^ (right[rightAt + 12] as number);
  const n0 = (left[leftAt + 13] as number) ^ (right[rightAt + 13] as number);
  const o0 = (left[leftAt + 14] as number) ^ (right[rightAt + 14] as number);
  const p0 = (left[leftAt + 15] as number) ^ (right[rightAt + 15] as number);
  // prettier-ignore
  let a = a0, b = b0, c = c0, d = d0, e = e0, f = f0, g = g0, h = h0, i = i0, j = j0, k = k0, l = l0, m = m0, n = n0, o = o0, p = p0;
  for (let round = 0; round < 8; round += 2) {
    e ^= rotate(a + m, 7);
    i ^= rotate(e + a, 9);
    m ^= rotate(i + e, 13);
    a ^= rotate(m + i, 18);
    j ^= rotate(f + b, 7);
    n ^= rotate(j + f, 9);
    b ^= rotate(n + j, 13);
    f ^= rotate(b + n, 18);
    o ^= rotate(k + g, 7);
    c ^= rotate(o + k, 9);
    g ^= rotate(c + o, 13);
    k ^= rotate(g + c, 18);
    d ^= rotate(p + l, 7);
    h ^= rotate(d + p, 9);
    l ^= rotate(h + d, 13);
    p ^= rotate(l + h, 18);
    b ^= rotate(a + d, 7);
    c ^= rotate(b + a, 9);
    d ^= rotate(c + b, 13);
    a ^= rotate(d + c, 18);
    g ^= rotate(f + e, 7);
    h ^= rotate(g + f, 9);
    e ^= rotate(h + g, 13);
    f ^= rotate(e + h, 18);
    l ^= rotate(k + j, 7);
    i ^= rotate(l + k, 9);
    j ^= rotate(i + l, 13);
    k ^= rotate(j + i, 18);
    m ^= rotate(p + o, 7);
    n ^= rotate(m + p, 9);
    o ^= rotate(n + m, 13);
    p ^= rotate(o + n, 18);
  }
  output[outputAt] = a + a0;
  output[outputAt + 1] = b + b0;
  output[outputAt + 2] = c + c0;
  output[outputAt + 3] = d + d0;
  output[outputAt + 4] = e + e0;
  output[outputAt + 5] = f + f0;
  output[outputAt + 6] = g + g0;
  output[outputAt + 7] = h + h0;
  output[outputAt + 8] = i + i0;
  output[outputAt + 9] = j + j0;
  output[outputAt + 10] = k + k0;
  output[outputAt + 11] = l + l0;
  output[outputAt + 12] = m + m0;
  output[outputAt + 13] = n + n0;
  output[outputAt + 14] = o + o0;
  output[outputAt + 15] = p + p0;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
