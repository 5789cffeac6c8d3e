import { Failure } from '../failure.js';
import type { Target } from './target.js';
import { Envelopes, takeChannels } from './channels.js';
import type { Context } from './context.js';
import * as go from './go-rows.js';
import type { GoServer } from './go-server.js';
import { takeInvites } from './invites.js';
import { takeMessages } from './messages.js';
import { takeDevices, takeProfiles, takeUsers } from './people.js';
import { Progress } from './progress.js';
import { type Report, type TableReport, Tally } from './report.js';

/**
 * Takes over everything that dialtone-go has and the target has not, page by page, and each page in a transaction of its
 * own: one that was interrupted goes on where it was. What is there is not changed.
 */
export async function takeOver(
  source: GoServer,
  { tables: target, takenUntil }: Target,
): Promise<Omit<Report, 'dry_run'>> {
  const context: Context = {
    target,
    takenUntil,
    left: { users: new Set(), channels: new Set(), devices: new Set() },
  };
  const tables: Record<string, TableReport> = {};
  let admins = 0;
  const all = async <R extends object>(
    name: string,
    sql: string,
    take: (rows: R[], tally: Tally) => Promise<void>,
  ): Promise<void> => {
    const tally = new Tally();
    const progress = new Progress(name, await source.count(name));
    for await (const rows of source.pages<R>(sql)) {
      tally.read += rows.length;
      await take(rows, tally);
      progress.tell(tally.read);
    }
    progress.end();
    tables[name] = tally.report();
  };
  // In the order in which they refer to each other.
  await all<go.GoUser>('users', go.USERS, async (rows, tally) => {
    admins += await takeUsers(context, rows, tally);
  });
  await all<go.GoProfile>('user_profiles', go.PROFILES, (rows, tally) => takeProfiles(context, rows, tally));
  await all<go.GoDevice>('devices', go.DEVICES, (rows, tally) => takeDevices(context, rows, tally));
  await all<go.GoChannel>('channels', go.CHANNELS, (rows, tally) => takeChannels(context, rows, tally));
  const [ofChannels, ofDirectory] = [new Envelopes('channel_keys'), new Envelopes('directory_keys')];
  await all<go.GoEnvelope>('channel_key_envelopes', go.CHANNEL_ENVELOPES, (rows, tally) =>
    ofChannels.take(context, rows, tally),
  );
  await all<go.GoEnvelope>('directory_key_envelopes', go.DIRECTORY_ENVELOPES, (rows, tally) =>
    ofDirectory.take(context, rows, tally),
  );
  await all<go.GoMessage>('channel_messages', go.MESSAGES, (rows, tally) => takeMessages(context, rows, tally));
  await all<go.GoInvite>('server_invites', go.INVITES, (rows, tally) => takeInvites(context, rows, tally));
  const broadcasts = new Tally();
  broadcasts.read = await source.count(go.BROADCASTS);
  if (broadcasts.read > 0) broadcasts.refuse('retired', broadcasts.read);
  tables[go.BROADCASTS] = broadcasts.report();
  return { admins, tables };
}

/**
 * Refuses to put two installations together: where the target has people, some have to be from there, by their ids.
 *
 * @throws {Failure}
 */
export async function assertSamePeople(source: GoServer, { tables }: Target): Promise<void> {
  if ((await tables.count('users')) === 0) return;
  for await (const users of source.pages<go.GoUser>(go.USERS)) {
    const found = await tables.find('users', ['id'], { id: users.map(({ id }) => id) });
    if (found.length > 0) return;
  }
  throw new Failure(
    'The database of this server has people of its own, none of whom is from dialtone-go: two installations cannot be ' +
      'put together. Name an empty database, with DIALTONE_DATA_DIR or DIALTONE_DB_URL.',
  );
}
