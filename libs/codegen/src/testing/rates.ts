import type { Edits } from './sample.js';

/** Listing parts, which answers 409 in the sample, answers 429. */
export const LIMITED: Edits = [
  ['{ const: no_parts, x-status: 409', '{ const: rate_limited, x-status: 429'],
  ['x-error-codes: [no_parts]', 'x-error-codes: [rate_limited]'],
  ["'409':", "'429':"],
];

/** Listing parts has a rate. */
export function rated(perMinute: number, burst: number): Edits {
  const rate = `x-rate: { perMinute: ${perMinute}, burst: ${burst} }`;
  return [...LIMITED, ['summary: List parts', `${rate}\n      summary: List parts`]];
}
