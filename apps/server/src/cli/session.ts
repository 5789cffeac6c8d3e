import { Command } from 'commander';
import { print, table } from './output.js';
import { reach, reachingCommand, type ReachOptions } from './reach.js';
import { userIdOf } from './user-id.js';

/** `dialtone session list|end` */
export function session(): Command {
  const list = reachingCommand('list')
    .description("list a user's sessions, newest first")
    .argument('<user>', 'name or id of the user')
    .action(listSessions);
  const end = reachingCommand('end')
    .description('end all sessions of a user, or one: their sockets close, and they have to log in again')
    .argument('<user>', 'name or id of the user')
    .argument('[session]', 'id of the session; all of them without it')
    .action(endSessions);
  return new Command('session').description("users' sessions").addCommand(list).addCommand(end);
}

async function listSessions(user: string, options: ReachOptions): Promise<void> {
  const { sessions } = await reach(options, async (api) =>
    api.call('listUserSessions', { user_id: await userIdOf(api, user) }),
  );
  const rows = sessions.map(({ id, device_id, created_at, expires_at }) => [id, device_id, created_at, expires_at]);
  print(options.json, { sessions }, table(['ID', 'DEVICE', 'SINCE', 'UNTIL'], rows));
}

async function endSessions(user: string, session: string | undefined, options: ReachOptions): Promise<void> {
  const user_id = await reach(options, async (api) => {
    const user_id = await userIdOf(api, user);
    await api.call('endUserSessions', { user_id, session_id: session });
    return user_id;
  });
  print(
    options.json,
    { user_id, session_id: session ?? null },
    session ? 'the session has ended' : 'the sessions have ended',
  );
}
