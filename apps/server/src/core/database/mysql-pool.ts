import type { Socket } from 'node:net';
import type { Pool, PoolConnection } from 'mysql2';

/** How long to wait for a free connection, and for a sign of life of the database during a query. */
const PATIENCE_MS = 4000;

/**
 * Makes queries fail with `ETIMEDOUT` when the database does not answer. A frozen machine, or a network that drops
 * everything, never closes a connection, and the driver alone would wait for ever.
 */
export class PoolGuard {
  private readonly known = new WeakSet<PoolConnection>();
  private isPaused = false;

  constructor(pool: Pool) {
    pool.on('acquire', (connection) => this.watch(connection));
    pool.on('release', (connection) => streamOf(connection).setTimeout(0));
    limitWaiting(pool);
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
    if (!this.known.has(connection)) {
      this.known.add(connection);
      stream.on('timeout', () => stream.destroy(noAnswer()));
    }
    stream.setTimeout(this.isPaused ? 0 : PATIENCE_MS);
  }
}

/** The driver's own queue for connections has no time limit. */
function limitWaiting(pool: Pool): void {
  const getConnection = pool.getConnection.bind(pool);
  pool.getConnection = (callback) => {
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
  };
}

function streamOf(connection: PoolConnection): Socket {
  return (connection as PoolConnection & { stream: Socket }).stream;
}

function noAnswer(): NodeJS.ErrnoException {
  return Object.assign(new Error('the database does not answer'), { code: 'ETIMEDOUT' });
}
