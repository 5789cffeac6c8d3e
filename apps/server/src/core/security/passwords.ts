import { Inject, Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import { DialtoneError, limits, newPassword, passwordForms, preparePassword } from '@app/contract';
import { type Config, CONFIG } from '../config/config.js';
import { FairQueue } from '../limits/fair-queue.js';
import { Buckets } from '../observability/counts.js';
import { siteOf } from '../limits/network.js';
import { COMMON_PASSWORDS } from './common-passwords.js';

const ARGON2ID = 2;

/** The hashes of dialtone-go, which logins replace by those of argon2id. It cut passwords after 72 bytes, and so does their check. */
const BCRYPT = /^\$2[aby]\$/;

/** One of them, of a password that nobody has, at their cost. */
const BCRYPT_STAND_IN = '$2a$10$CwTycUXWue0Thq9StjUM0uJ8yq4YXmFg7p6qkVX9BLM6aWmXv9tS6';

/** A hash takes many MiB; more at once would only slow all of them down. */
const MAX_CONCURRENT = 2;

/**
 * Hashes and checks passwords with argon2id, off the event loop, at most two at a time. Whoever has to wait takes turns
 * with others by the network of their address, so that nobody can keep the others from logging in.
 */
@Injectable()
export class Passwords {
  /** How long each waited for its turn, in seconds. */
  readonly waitSeconds = new Buckets([0.005, 0.025, 0.1, 0.5, 1, 5, 10, 30]);
  /** How long each took after that. */
  readonly hashSeconds = new Buckets([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]);
  private readonly options;
  private readonly dummyHash: Promise<string>;
  private knowsBcrypt = false;
  private readonly turns = new FairQueue({
    atWork: MAX_CONCURRENT,
    waiting: limits.waitingPasswords,
    waitingOfGroup: limits.waitingPasswordsPerNetwork,
  });

  constructor(@Inject(CONFIG) config: Pick<Config, 'argon2'>) {
    this.options = { algorithm: ARGON2ID, ...config.argon2 };
    this.dummyHash = hash('a password that nobody has', this.options);
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.turns.length;
  }

  /**
   * The PHC string to store for a new password.
   *
   * @param address the client's
   * @throws {DialtoneError} `invalid_request`, `password_too_common`, `server_unavailable` when too many wait
   */
  async hash(password: string, address: string): Promise<string> {
    const prepared = this.check(password);
    return this.inTurn(address, () => hash(prepared, this.options));
  }

  /**
   * Refuses a new password that is too short or that anybody would guess.
   *
   * @returns the form of it that is hashed
   * @throws {DialtoneError} `invalid_request`, `password_too_common`
   */
  check(password: string): string {
    const prepared = newPassword(password);
    if (COMMON_PASSWORDS.has(prepared.toLowerCase())) throw new DialtoneError('password_too_common');
    return prepared;
  }

  /** From now on, hashes of bcrypt are among those that are checked, so that each check takes as long as one of both kinds. */
  expectBcrypt(): void {
    this.knowsBcrypt = true;
  }

  /**
   * Whether the password, or else the older form of it, matches the hash. Without a hash (an unknown user) it does the
   * same work and returns false, so the time taken does not reveal whether the user exists.
   *
   * @param address the client's
   * @throws {DialtoneError} `server_unavailable` when too many wait
   */
  async verify(passwordHash: string | null | undefined, password: string, address: string): Promise<boolean> {
    for (const form of passwordForms(password)) {
      if (await this.inTurn(address, () => this.matches(passwordHash ?? '', form))) return true;
    }
    return false;
  }

  private async matches(stored: string, password: string): Promise<boolean> {
    const isBcrypt = BCRYPT.test(stored);
    const isArgon2 = !isBcrypt && stored !== '';
    const byArgon2 = await verify(isArgon2 ? stored : await this.dummyHash, password);
    if (!isBcrypt && !this.knowsBcrypt) return isArgon2 && byArgon2;
    const byBcrypt = await verifyBcrypt(password, isBcrypt ? stored : BCRYPT_STAND_IN);
    return (isArgon2 && byArgon2) || (isBcrypt && byBcrypt);
  }

  /**
   * A new hash, if the stored one was made with other costs, or may be of an older form; null if it can stay.
   *
   * @param address the client's
   * @throws {DialtoneError} `server_unavailable` when too many wait
   */
  async rehash(passwordHash: string, password: string, address: string): Promise<string | null> {
    const { memoryCost, timeCost, parallelism } = this.options;
    const isCurrent = passwordHash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
    const prepared = preparePassword(password);
    return isCurrent && prepared === password ? null : this.inTurn(address, () => hash(prepared, this.options));
  }

  private inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
    const askedAt = performance.now();
    return this.turns.run(siteOf(address), async () => {
      this.waitSeconds.observeSince(askedAt);
      const startedAt = performance.now();
      try {
        return await work();
      } finally {
        this.hashSeconds.observeSince(startedAt);
      }
    });
  }
}
