import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './core/config/config.js';
import { describeDatabase } from './core/config/database-url.js';
import { InvitesService } from './invites/invites.service.js';
import { UsersService } from './users/users.service.js';

/** What the operator is shown once the server listens. While nobody has registered, it contains an invite. */
export async function startMessage(app: NestFastifyApplication, config: Config, url: string): Promise<string> {
  const lines = [
    `Dialtone is listening on ${url}`,
    `  docs  ${url}/docs`,
    `  data  ${describeDatabase(config.database)}`,
  ];
  if (await app.get(UsersService).hasRegistered()) return lines.join('\n');
  const invite = await app.get(InvitesService).create();
  return [
    ...lines,
    '',
    'Nobody has registered yet. Whoever registers first, with this invite (good until',
    `${invite.expires_at}), becomes the admin:`,
    '',
    `  ${invite.token}`,
    '',
    'The tour in README.md shows how, with curl and with the SDK.',
  ].join('\n');
}
