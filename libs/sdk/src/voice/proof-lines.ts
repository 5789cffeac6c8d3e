/** The proof of a description for one device, as a line of the description carries it. */
export interface ProofLine {
  /** The device that it is for. */
  readonly device: string;
  /** Base64 of 16 bytes. */
  readonly nonce: string;
  /** Base64 of 32 bytes. */
  readonly mac: string;
}

/** A description that came: as its sender's browser made it, and the lines that the sender added. */
export interface ReadDescription {
  readonly sdp: string;
  readonly proofs: readonly ProofLine[];
  /** Does the sender give in when both offer, as `VoiceRoom.isPolite` has it? Those without this package never do. */
  readonly givesIn: boolean;
}

/** Says that the sender gives in when it is the polite one. */
const MARK = 'a=x-dialtone-call:1\r\n';
const LINE = /^a=x-dialtone-(?:call:1|proof:([\w.~-]{1,64}):([A-Za-z0-9+/]{22}==):([A-Za-z0-9+/]{43}=))\r\n/gm;
/** Ids that can stand in a line: the server chooses them, and must not be able to write lines of its own. */
const DEVICE_ID = /^[\w.~-]{1,64}$/;

/** Can the device's id stand in a line? */
export function canBeNamed(deviceId: string): boolean {
  return DEVICE_ID.test(deviceId);
}

/** Adds lines to a description, at session level, where WebRTC ignores what it does not know. */
export function addLines(sdp: string, proofs: readonly ProofLine[]): string {
  const lines = proofs.map(({ device, nonce, mac }) => `a=x-dialtone-proof:${device}:${nonce}:${mac}\r\n`);
  const at = sdp.search(/^m=/m);
  const end = at < 0 ? sdp.length : at;
  return sdp.slice(0, end) + MARK + lines.join('') + sdp.slice(end);
}

/** Takes the added lines out again: what is left is what the proofs speak of, byte for byte. */
export function readLines(text: string): ReadDescription {
  const proofs: ProofLine[] = [];
  let givesIn = false;
  const sdp = text.replace(LINE, (_line, device?: string, nonce?: string, mac?: string) => {
    if (device === undefined || nonce === undefined || mac === undefined) givesIn = true;
    else proofs.push({ device, nonce, mac });
    return '';
  });
  return { sdp, proofs, givesIn };
}
