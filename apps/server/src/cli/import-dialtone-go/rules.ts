import { validate } from '@app/contract';

/** What is stored otherwise than it was, and how. */
export const MENDED = {
  no_password: 'the password hash is none of bcrypt: kept as a reserved name without roles',
  unreadable_name: 'the encrypted name is blank or too long: an unreadable one takes its place',
  impossible_time: 'the time cannot be stored: the nearest that can takes its place',
} as const;

/** What is not taken over, and why. */
export const REFUSED = {
  invalid_id: 'the id is no UUID',
  invalid_name_hash: 'the hash of the name is none, so nobody could find it',
  name_taken: 'somebody has registered the name here since',
  invalid_key: 'X25519 does not accept the public key',
  duplicate: 'its user has an older device with the same key: it is merged into that one',
  known_device: 'its user has logged in here with the same key since: that device stays',
  foreign_key: "the key of the sender is not that of the sender's device",
  invalid_text: 'the text is blank or longer than the contract allows',
  superseded: 'there is a newer one from the same device for the same device',
  without_owner: 'it belongs to something that was not taken over',
  removed_here: 'it was taken over before, and has been removed here since',
  used: 'the invite was used',
  expired: 'the invite has expired',
  retired: 'nobody reads it any more',
} as const;

export type MendRule = keyof typeof MENDED;
export type RefusalRule = keyof typeof REFUSED;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NAME_HASH = /^[0-9a-f]{64}$/;

/** A check of a costlier one would keep a processor busy for seconds. */
const BCRYPT = /^\$2[aby]\$(?:0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}$/;

const FIRST_TIME = new Date('1970-01-01T00:00:01.000Z');
const LAST_TIME = new Date('9999-12-31T23:59:59.000Z');

/** As long as an empty text that is encrypted: no key opens it, so clients show that there is a name that they cannot read. */
const UNREADABLE = Buffer.alloc(28).toString('base64');

export const isId = (id: string): boolean => UUID.test(id);
export const isNameHash = (hash: string): boolean => NAME_HASH.test(hash);
export const isBcrypt = (hash: string): boolean => BCRYPT.test(hash);
export const isPublicKey = (key: string): boolean => validate('PublicKey', key) === null;
export const isEnvelope = (text: string): boolean => validate('Envelope', text) === null;
export const isMessageBody = (text: string): boolean => validate('MessageBody', text) === null;
export const isEncryptedName = (text: string): boolean => validate('EncryptedName', text) === null;

/** A row's values as they are stored here, and the rules by which they were mended. */
export class Mender {
  readonly rules = new Set<MendRule>();

  encryptedName(text: string): string {
    return isEncryptedName(text) ? text : this.mended('unreadable_name', UNREADABLE);
  }

  /** A time to the millisecond. PostgreSQL also has infinite ones, which come as numbers. */
  time(value: unknown): Date {
    const time = value instanceof Date ? value : new Date(NaN);
    if (time >= FIRST_TIME && time <= LAST_TIME) return time;
    return this.mended('impossible_time', value === Infinity || time > LAST_TIME ? LAST_TIME : FIRST_TIME);
  }

  mended<T>(rule: MendRule, value: T): T {
    this.rules.add(rule);
    return value;
  }
}
