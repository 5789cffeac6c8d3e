// What the examples write beside people and messages, so that nobody takes for sure what is not.

/** What this device knows of somebody's identity: `chat.trust.stateOf(userId)`. */
export const TRUST = {
  verified: 'verified',
  unverified: 'not verified',
  changed: 'identity changed',
  none: 'no identity',
};

/** Who says that a message is its sender's: `proof` of a message. Nothing is to be said of a `valid` one. */
export const PROOFS = {
  none: 'not signed',
  unknown: 'signed by an unknown device',
  'out-of-order': 'late or repeated',
  invalid: 'refused',
};

/** Why a message has no text: its `reason`. */
export const NO_TEXT = {
  'key-missing': '(cannot be read yet: its key is missing)',
  undecryptable: '(was not encrypted with the key of this channel)',
  forged: '(its sender did not send this)',
};

/** Is it proven that nobody listens in between? `proof` of a peer in a call. */
export const VOICE_PROOFS = { verified: 'connection proven', none: 'connection not proven' };
