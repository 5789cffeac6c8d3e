import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorEvent } from '@dialtone/sdk';
import { Database } from '../../apps/server/src/core/database/database.js';
import { makeChannel, NAME_ENC, NO_ID } from '../support/channels.js';
import { call } from '../support/http.js';
import { type Listener, listen } from '../support/listener.js';
import { INFO, logged, WARN } from '../support/log.js';
import { until } from '../support/pace.js';
import { type Person, register } from '../support/people.js';
import { naming, sendAcked, sendAnswered } from '../support/sending.js';
import { startServer, type TestServer } from '../support/server.js';
import { openStore } from '../support/store.js';

const BIG = 'x'.repeat(16_000);

/** A place for the data that can run out of space. */
interface SmallDisk {
  readonly dataDir: string;
  fill(server: TestServer): Promise<unknown>;
  free(server: TestServer): Promise<unknown>;
  remove(): void;
}

/** A file system of 8 MiB; only root can have one. */
function tmpfs(): SmallDisk {
  const dataDir = mkdtempSync(join(tmpdir(), 'dialtone-small-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', dataDir]);
  const filler = join(dataDir, 'filler');
  return {
    dataDir,
    fill: () => {
      const file = openSync(filler, 'w');
      try {
        for (const size of [65_536, 4096]) {
          try {
            for (;;) writeSync(file, Buffer.alloc(size));
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          }
        }
      } finally {
        closeSync(file);
      }
      return Promise.resolve();
    },
    free: () => rm(filler),
    remove: () => {
      execFileSync('umount', ['--lazy', dataDir]); // the driver lets go of its files a little later
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** Without a small disk: SQLite's own limit on the size of its file, which gives the same error. */
function pageLimit(): SmallDisk {
  const dataDir = mkdtempSync(join(tmpdir(), 'dialtone-page-limit-'));
  const limit = (server: TestServer, pages: number) =>
    server.app.get(Database).dataSource.query<object[]>(`PRAGMA max_page_count = ${String(pages)}`);
  return {
    dataDir,
    fill: (server) => limit(server, 1), // it cannot be less than what is in use
    free: (server) => limit(server, 1_000_000),
    remove: () => rmSync(dataDir, { recursive: true }),
  };
}

const disks: [string, () => SmallDisk][] = [['at its page limit', pageLimit]];
if (process.getuid?.() === 0) disks.push(['on a full disk', tmpfs]);

describe.each(disks)('the embedded database %s', (_name, makeDisk) => {
  let disk: SmallDisk;
  let server: TestServer;
  let alice: Person;
  let ear: Listener;
  let channel_id: string;
  const acked: string[] = [];

  beforeAll(async () => {
    disk = makeDisk();
    const database = {
      env: { DIALTONE_DATA_DIR: disk.dataDir, DIALTONE_DB_URL: `sqlite:${join(disk.dataDir, 'dialtone.db')}` },
      drop: () => Promise.resolve(),
    };
    server = await startServer({ database, env: { DIALTONE_RATE_LIMIT: 'off' } });
    alice = await register(server, 'alice');
    channel_id = await makeChannel(alice);
    ear = await listen(alice);
    acked.push((await sendAcked(ear, channel_id, 'before')).message_id);
  });
  afterAll(async () => {
    await server.close();
    disk.remove();
  });

  it('refuses writes with server_unavailable, still reads, and acknowledges only what is stored', async () => {
    await disk.fill(server);

    // The pages in use may have room for a few more rows.
    let refusal: ErrorEvent | undefined;
    for (let tries = 200; !refusal && tries > 0; tries--) {
      const answer = await sendAnswered(ear, naming(channel_id, BIG));
      if (answer.type === 'error') refusal = answer;
      else acked.push(answer.message_id);
    }
    const create = () =>
      call(server, 'POST', '/channels', { token: alice.session.token, body: { name_enc: NAME_ENC } });
    let creation = await create();
    for (let tries = 200; creation.status === 201 && tries > 0; tries--) creation = await create();
    for (let i = 0; i < 3; i++) expect((await create()).status).toBe(503);
    const history = await alice.client.messages.list({ channel_id, limit: 500 });

    expect(refusal).toMatchObject({ code: 'server_unavailable' });
    expect([creation.status, creation.code]).toEqual([503, 'server_unavailable']);
    expect(Number(creation.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(history.messages.map(({ id }) => id)).toEqual(acked);
  });

  it('works again when there is space; nothing acknowledged is lost', async () => {
    await disk.free(server);

    // A transaction that is rolled back must not undo later ones.
    await expect(alice.client.channels.delete({ channel_id: NO_ID })).rejects.toMatchObject({ status: 404 });
    const after = await sendAcked(ear, channel_id, BIG);
    await expect(alice.client.channels.delete({ channel_id: NO_ID })).rejects.toMatchObject({ status: 404 });
    const last = await sendAcked(ear, channel_id, 'last');

    const store = await openStore(server);
    const rows = await store.query('SELECT id FROM messages ORDER BY order_key');
    await store.close();
    expect(rows.map(({ id }) => id)).toEqual([...acked, after.message_id, last.message_id]);
    await until('the end is told', () => logged(server, /the database is back/).length > 0);
    expect(logged(server, /the database/)).toMatchObject([
      { level: WARN, msg: 'the database is full', reason: expect.stringMatching(/full/) },
      { level: INFO, msg: 'the database is back', refused: 5, seconds: expect.any(Number) },
    ]);
  });
});
