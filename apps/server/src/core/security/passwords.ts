import { hash, verify } from '@node-rs/argon2';

/** argon2id with OWASP's parameters; the PHC string records them with each hash. */
const ARGON2ID = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/** Hashes of 19 MiB each: more at a time would only make all of them slower. */
const MAX_CONCURRENT = 2;

/** Hashes and checks passwords with argon2id, off the event loop, at most two at a time. */
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly dummyHash = hash('a password that nobody has', ARGON2ID);

  /** The PHC string to store for a password. */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, ARGON2ID));
  }

  /**
   * Whether the password is the one behind the hash. Without a hash (an unknown user) it does the same work and
   * answers no, so that the time taken tells nothing.
   */
  async verify(passwordHash: string | null | undefined, password: string): Promise<boolean> {
    const stored = passwordHash ?? (await this.dummyHash);
    const matches = await this.inTurn(() => verify(stored, password));
    return matches && stored === passwordHash;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
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
