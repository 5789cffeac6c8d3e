import { LINK_CODE_DIGITS } from '../crypto/link.js';
import { ChatError } from './errors.js';

const GROUP = 4;
const QR_PREFIX = 'dialtone-link:1:';
const DIGITS = new RegExp(`^\\d{${LINK_CODE_DIGITS}}$`);

/** What somebody has typed, or scanned. */
export interface LinkCode {
  readonly digits: string;
  /** The device that shows it; undefined for typed digits. */
  readonly deviceId: string | undefined;
}

/** The digits as they are shown: five groups of four. */
export function showLinkCode(digits: string): string {
  return (digits.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join(' ');
}

/** The same for a QR code, which also says which device it is. */
export function linkQrText(deviceId: string, digits: string): string {
  return `${QR_PREFIX}${deviceId}:${digits}`;
}

/** Reads digits, however they are grouped, or the text of a QR code. Throws ChatError `invalid_code`. */
export function readLinkCode(text: string): LinkCode {
  if (typeof text !== 'string') throw invalid();
  const code = text.trim();
  const isQrText = code.startsWith(QR_PREFIX);
  const at = code.lastIndexOf(':');
  const digits = isQrText ? code.slice(at + 1) : code.replace(/[\s-]/g, '');
  if (!DIGITS.test(digits)) throw invalid();
  return { digits, deviceId: isQrText ? code.slice(QR_PREFIX.length, at) : undefined };
}

function invalid(): ChatError {
  return new ChatError('invalid_code', `a code to link a device has ${LINK_CODE_DIGITS} digits, or is scanned`);
}
