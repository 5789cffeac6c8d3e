import { Inject, Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { DialtoneError, limits } from '@app/contract';
import { type Config, CONFIG } from '../config/config.js';
import { FairQueue } from '../limits/fair-queue.js';
import { siteOf } from '../limits/network.js';
import { COMMON_PASSWORDS } from './common-passwords.js';

const ARGON2ID = 2;

/** A hash takes many MiB; more at once would only slow all of them down. */
const MAX_CONCURRENT = 2;

/**
 * Hashes and checks passwords with argon2id, off the event loop, at most two at a time. Whoever has to wait takes turns
 * with others by the network of their address, so that nobody can keep the others from logging in.
 */
@Injectable()
export class Passwords {
  private readonly options;
  private readonly dummyHash: Promise<string>;
  private readonly turns = new FairQueue({
    atWork: MAX_CONCURRENT,
    waiting: limits.waitingPasswords,
    waitingOfGroup: limits.waitingPasswordsPerNetwork,
  });

  constructor(@Inject(CONFIG) config: Pick<Config, 'argon2'>) {
    this.options = { algorithm: ARGON2ID, ...config.argon2 };
    this.dummyHash = hash('a password that nobody has', this.options);
  }

  /**
   * The PHC string to store for a new password.
   *
   * @param address the client's
   * @throws {DialtoneError} `password_too_common`, `server_unavailable` when too many wait
   */
  async hash(password: string, address: string): Promise<string> {
    this.check(password);
    return this.inTurn(address, () => hash(password, this.options));
  }

  /**
   * Refuses a new password that anybody would guess.
   *
   * @throws {DialtoneError} `password_too_common`
   */
  check(password: string): void {
    if (COMMON_PASSWORDS.has(password.toLowerCase())) throw new DialtoneError('password_too_common');
  }

  /**
   * Whether the password matches the hash. Without a hash (an unknown user) it does the same work and returns false, so
   * the time taken does not reveal whether the user exists.
   *
   * @param address the client's
   * @throws {DialtoneError} `server_unavailable` when too many wait
   */
  async verify(passwordHash: string | null | undefined, password: string, address: string): Promise<boolean> {
    const stored = passwordHash ?? (await this.dummyHash);
    const matches = await this.inTurn(address, () => verify(stored, password));
    return matches && stored === passwordHash;
  }

  /**
   * A new hash, if the stored one was made with other costs; null if it can stay.
   *
   * @param address the client's
   * @throws {DialtoneError} `server_unavailable` when too many wait
   */
  async rehash(passwordHash: string, password: string, address: string): Promise<string | null> {
    const { memoryCost, timeCost, parallelism } = this.options;
    if (passwordHash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`)) return null;
    return this.inTurn(address, () => hash(password, this.options));
  }

  private inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
    return this.turns.run(siteOf(address), work);
  }
}
