import type { TestDatabase } from './database.js';
import { TcpProxy } from './tcp-proxy.js';

/** A database behind a proxy that can cut it off; the embedded one has no connection that could be cut. */
export interface DatabaseByProxy {
  readonly database: TestDatabase;
  readonly proxy: TcpProxy | undefined;
}

/** Puts a database behind a proxy, which is closed when the database is dropped. */
export async function byProxy(database: TestDatabase): Promise<DatabaseByProxy> {
  const { DIALTONE_DB_URL } = database.env;
  if (DIALTONE_DB_URL === undefined) return { database, proxy: undefined };
  const way = new URL(DIALTONE_DB_URL);
  const proxy = await TcpProxy.to(Number(way.port || 3306), way.hostname);
  way.port = String(proxy.port);
  const drop = async () => {
    await proxy.close();
    await database.drop();
  };
  return { database: { env: { ...database.env, DIALTONE_DB_URL: way.href }, drop }, proxy };
}
