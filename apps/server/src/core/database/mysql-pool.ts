import type { Socket } from 'node:net';
import type { Pool, PoolConnection } from 'mysql2';
import type { PoolState } from './data-sources.js';

/** The lists that the driver's pool keeps; its types do not tell of them. */
interface PoolLists {
  readonly _allConnections: { readonly length: number };
  readonly _freeConnections: { readonly length: number };
  readonly _connectionQueue: { readonly length: number };
}

export function poolState(pool: Pool, limit: number): PoolState {
  const { _allConnections: all, _freeConnections: free, _connectionQueue: queue } = pool as unknown as PoolLists;
  return { used: all.length - free.length, free: free.length, waiting: queue.length, limit };
}

/** How long to wait for a free connection, and for a sign of life of the database during a query. */
const PATIENCE_MS = 4000;

/** Connections are given up no more often than this: whoever takes over may not be there yet. */
const RENEW_MS = 1000;

/**
 * Which connections may still be used: those opened since the last sign that they lead to the wrong server. After a
 * failover the address leads to another server, but open connections stay with the old one, frozen or read-only.
 */
export class Freshness {
  private since = -Infinity;
  private isInDoubt = false;

  /** What is open now leads to the wrong server, or to none. */
  lost(): void {
    this.isInDoubt = true;
    const now = performance.now();
    if (now - this.since > RENEW_MS) this.since = now;
  }

  /** A change was stored. What was opened in doubt may still lead to a server that only answers reads. */
  found(): void {
    if (!this.isInDoubt) return;
    this.isInDoubt = false;
    this.since = performance.now();
  }

  isFresh(openedAt: number): boolean {
    return openedAt > this.since;
  }
}

/**
 * Makes queries fail with `ETIMEDOUT` when the database does not answer. A frozen machine, or a network that drops
 * everything, never closes a connection, and the driver alone would wait for ever.
 */
export class PoolGuard {
  private readonly openedAt = new WeakMap<PoolConnection, number>();
  private isPaused = false;

  constructor(
    pool: Pool,
    private readonly freshness: Freshness,
  ) {
    pool.on('acquire', (connection) => this.watch(connection));
    pool.on('release', (connection) => streamOf(connection).setTimeout(0));
    const getConnection = pool.getConnection.bind(pool);
    pool.getConnection = (callback) => limitWaiting((done) => this.getFresh(getConnection, done), callback);
  }

  /** Runs work whose queries may take any time. */
  async pause<T>(work: () => Promise<T>): Promise<T> {
    this.isPaused = true;
    try {
      return await work();
    } finally {
      this.isPaused = false;
    }
  }

  private watch(connection: PoolConnection): void {
    const stream = streamOf(connection);
    if (!this.openedAt.has(connection)) {
      this.openedAt.set(connection, performance.now());
      stream.on('timeout', () => {
        stream.destroy(noAnswer());
        this.freshness.lost(); // the others would be silent for as long, each in its turn
      });
    }
    stream.setTimeout(this.isPaused ? 0 : PATIENCE_MS);
  }

  /** Gets a connection from the pool, and drops those that lead to the wrong server. */
  private getFresh(getConnection: GetConnection, callback: Acquired): void {
    getConnection((error, connection) => {
      if (error || this.freshness.isFresh(this.openedAt.get(connection) ?? 0)) {
        callback(error, connection);
        return;
      }
      connection.destroy();
      this.getFresh(getConnection, callback);
    });
  }
}

type Acquired = (error: NodeJS.ErrnoException | null, connection: PoolConnection) => void;
type GetConnection = (callback: Acquired) => void;

/** The driver's own queue for connections has no time limit. */
function limitWaiting(getConnection: GetConnection, callback: Acquired): void {
  let isWaiting = true;
  const timer = setTimeout(() => {
    isWaiting = false;
    callback(noAnswer(), undefined as never);
  }, PATIENCE_MS);
  getConnection((error, connection) => {
    if (isWaiting) {
      clearTimeout(timer);
      callback(error, connection);
    } else if (!error) {
      connection.release();
    }
  });
}

function streamOf(connection: PoolConnection): Socket {
  return (connection as PoolConnection & { stream: Socket }).stream;
}

function noAnswer(): NodeJS.ErrnoException {
  return Object.assign(new Error('the database does not answer'), { code: 'ETIMEDOUT' });
}
