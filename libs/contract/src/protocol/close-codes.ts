import { closeCodes } from '../generated/frames.js';

/** What the contract calls a code that the WebSocket is closed with. */
export type CloseCodeName = (typeof closeCodes)[keyof typeof closeCodes]['name'];

/** The close code of each name. */
export const closeCodeOf = Object.fromEntries(
  Object.entries(closeCodes).map(([code, { name }]) => [name, Number(code)]),
) as Readonly<Record<CloseCodeName, number>>;
