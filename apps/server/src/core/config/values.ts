import { isIP } from 'node:net';

/** Parsers of single settings. Each throws an Error that says what is expected, without quoting the value. */

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export function parseLogLevel(value: string): LogLevel {
  const level = LOG_LEVELS.find((name) => name === value);
  if (!level) throw new Error(`expected one of ${LOG_LEVELS.join(', ')}`);
  return level;
}

/**
 * A setting without what it caught on its way through files and shells: blanks and line ends around it, and one pair of
 * quotes.
 */
export function cleaned(value: string): string {
  const text = value.trim();
  return /^(["'])(.*)\1$/s.exec(text)?.[2].trim() ?? text;
}

const PLACEHOLDERS = /change.?me|placeholder|example|your.?secret|^(.)\1*$/i;

export function parseSecret(value: string): string {
  if (value.length < 16 || PLACEHOLDERS.test(value)) {
    throw new Error('expected at least 16 random characters, no placeholder; try: openssl rand -base64 32');
  }
  return value;
}

/** Parses a secret that clients send in a header. */
export function parseHeaderSecret(value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value)) {
    throw new Error('expected ASCII characters in one line, because an HTTP header has to carry it');
  }
  return parseSecret(value);
}

/** The pepper as it was set. */
export interface Pepper {
  readonly value: string;
  /** With the blanks and quotes around it, which belonged to the pepper in earlier releases. */
  readonly asWritten: string;
  /** The setting or the file that it comes from. */
  readonly from: string;
}

/** Parses the pepper. One that is long enough only with what is around it was accepted once, and stays as it is. */
export function parsePepper(asWritten: string, from: string): Pepper {
  const value = cleaned(asWritten);
  return { value: value.length < 16 ? parseSecret(asWritten) : parseSecret(value), asWritten, from };
}

export function parseSeconds(value: string): number {
  if (!/^\d{1,5}$/.test(value)) throw new Error('expected a number of seconds, 0 to 99999');
  return Number(value);
}

export function parseMilliseconds(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new Error('expected a number of milliseconds, 0 to 999999');
  return Number(value);
}

export function parseSwitch(value: string): boolean {
  if (value !== 'on' && value !== 'off') throw new Error('expected on or off');
  return value === 'on';
}

/** Schemes that no page or app shell has, or whose pages have no origin. */
const NO_PAGES = /^(?:file|ftp|wss?|data|blob|javascript|about):/;

/** Parses a list of origins as browsers and app shells send them: scheme, host and port. */
export function parseOrigins(value: string): string[] {
  return list(value).map((text) => {
    const origin = text.toLowerCase();
    // URL knows no origin of `capacitor://localhost`, so its parts are looked at.
    const hasOnlyParts = /^[a-z][a-z0-9+.-]*:\/\/[^/\\?#@*\s]+$/.test(origin) && URL.canParse(origin);
    const isPlain = hasOnlyParts && (!/^https?:/.test(origin) || new URL(origin).origin === origin);
    if (!isPlain || NO_PAGES.test(origin)) {
      const shown = text.includes('@') ? '' : `; ${text} is none`; // what stands before an @ may be a password
      throw new Error(
        `expected origins separated by commas, without a path or a slash at the end, for example https://chat.example.org${shown}`,
      );
    }
    return origin;
  });
}

export function parseProxies(value: string): string[] {
  return list(value).map((network) => {
    const [address = '', bits, ...rest] = network.split('/');
    const size = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    if (size < 0 || rest.length > 0 || (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > size))) {
      throw new Error('expected addresses or networks separated by commas, for example 127.0.0.1,10.0.0.0/8');
    }
    if (/^::ffff:[\d.]+$/i.test(address) && Number(bits ?? 128) < 96) {
      // Taken at its word it would be every IPv4 address.
      throw new Error('expected an IPv4 network without ::ffff: before it, or with 96 more bits behind it');
    }
    return network;
  });
}

/** The cost of a password hash: memory in KiB, passes, lanes. */
export interface Argon2Cost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

export function parseArgon2(value: string): Argon2Cost {
  const match = /^m=(\d{4,7}),t=(\d{1,2}),p=(\d{1,2})$/.exec(value);
  const [memoryCost, timeCost, parallelism] = (match ?? []).slice(1).map(Number);
  if (
    !memoryCost ||
    !timeCost ||
    !parallelism ||
    memoryCost < Math.max(1024, 8 * parallelism) ||
    memoryCost > 1_048_576
  ) {
    throw new Error('expected m=<KiB, 1024 to 1048576>,t=<passes>,p=<lanes>, for example m=19456,t=2,p=1');
  }
  return { memoryCost, timeCost, parallelism };
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
