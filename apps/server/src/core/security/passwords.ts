import { Inject, Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { DialtoneError, newPassword, passwordForms, preparePassword } from '@app/contract';
import { type Config, CONFIG } from '../config/config.js';
import { COMMON_PASSWORDS } from './common-passwords.js';

const ARGON2ID = 2;

/** A hash takes many MiB; more at once would only slow all of them down. */
const MAX_CONCURRENT = 2;

/** How many may wait. Anyone else is told to try again later: the answer would come too late to be useful. */
const MAX_WAITING = 100;

/** Hashes and checks passwords with argon2id, off the event loop, at most two at a time. */
@Injectable()
export class Passwords {
  private readonly options;
  private readonly dummyHash: Promise<string>;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(@Inject(CONFIG) config: Pick<Config, 'argon2'>) {
    this.options = { algorithm: ARGON2ID, ...config.argon2 };
    this.dummyHash = hash('a password that nobody has', this.options);
  }

  /**
   * The PHC string to store for a new password.
   *
   * @throws {DialtoneError} `invalid_request`, `password_too_common`, `server_unavailable` when too many wait
   */
  async hash(password: string): Promise<string> {
    const prepared = newPassword(password);
    if (COMMON_PASSWORDS.has(prepared.toLowerCase())) throw new DialtoneError('password_too_common');
    return this.inTurn(() => hash(prepared, this.options));
  }

  /**
   * Whether the password, or else the older form of it, matches the hash. Without a hash (an unknown user) it does the
   * same work and returns false, so the time taken does not reveal whether the user exists.
   *
   * @throws {DialtoneError} `server_unavailable` when too many wait
   */
  async verify(passwordHash: string | null | undefined, password: string): Promise<boolean> {
    const stored = passwordHash ?? (await this.dummyHash);
    for (const form of passwordForms(password)) {
      const matches = await this.inTurn(() => verify(stored, form));
      if (matches && stored === passwordHash) return true;
    }
    return false;
  }

  /** A new hash, if the stored one was made with other costs, or may be of an older form; null if it can stay. */
  async rehash(passwordHash: string, password: string): Promise<string | null> {
    const { memoryCost, timeCost, parallelism } = this.options;
    const isCurrent = passwordHash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
    const prepared = preparePassword(password);
    return isCurrent && prepared === password ? null : this.inTurn(() => hash(prepared, this.options));
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting.length >= MAX_WAITING) throw new DialtoneError('server_unavailable');
    if (this.running >= MAX_CONCURRENT) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
