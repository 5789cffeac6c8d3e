const P = 2n ** 255n - 19n;

/** The u-coordinates of low order on Curve25519 and its twist, as numbers that 255 bits can hold. */
const LOW_ORDER = {
  zero: 0n,
  one: 1n,
  'of order 8': 325606250916557431795983626356110631294008115727848805560023387167927233504n,
  'of order 8, the other one': 39382357235489614581723060781553021112529911719440698176882885853963445705823n,
  'p - 1': P - 1n,
  'zero as p': P,
  'one as p + 1': P + 1n,
};

/** The base64 of a number's 32 bytes, the lowest first. */
export function encoded(number: bigint): string {
  const hex = number.toString(16).padStart(64, '0');
  return Buffer.from(hex, 'hex').reverse().toString('base64');
}

/** Every text that stands for a point of low order, and what it is: X25519 ignores the highest bit. */
export const LOW_ORDER_KEYS: readonly (readonly [what: string, key: string])[] = Object.entries(LOW_ORDER).flatMap(
  ([what, number]) => [
    [`a point of low order (${what})`, encoded(number)] as const,
    [`a point of low order (${what}, with the highest bit)`, encoded(number + 2n ** 255n)] as const,
  ],
);

/** Texts that are no public keys, and what they are. */
export const NO_PUBLIC_KEYS: readonly (readonly [what: string, key: string])[] = [
  ['empty', ''],
  ['no base64', 'not base64!'],
  ['base64 without its padding', 'q'.repeat(43)],
  ['base64url', `${'_-'.repeat(21)}A=`],
  ['31 bytes', Buffer.alloc(31, 7).toString('base64')],
  ['33 bytes', Buffer.alloc(33, 7).toString('base64')],
  ['in another form than base64 writes', `${'q'.repeat(42)}r=`],
  ['followed by a line break', `${Buffer.alloc(32, 7).toString('base64')}\n`],
  ...LOW_ORDER_KEYS,
];
