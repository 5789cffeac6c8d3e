import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { Logger } from 'pino';
import { AuthModule } from './auth/auth.module.js';
import { ChannelsModule } from './channels/channels.module.js';
import type { Config } from './core/config/config.js';
import { CoreModule } from './core/core.module.js';
import { assertAllListed } from './core/feature.check.js';
import { schemaOfAll } from './core/feature.js';
import { DevicesModule } from './devices/devices.module.js';
import { HealthModule } from './health/health.module.js';
import { InvitesModule } from './invites/invites.module.js';
import { KeysModule } from './keys/keys.module.js';
import { MembersModule } from './members/members.module.js';
import { MetricsEndpoint } from './metrics-endpoint.js';
import { MessagesModule } from './messages/messages.module.js';
import { PresenceModule } from './presence/presence.module.js';
import { RealtimeModule } from './realtime/realtime.module.js';
import { Stop } from './stop.js';
import { UsersModule } from './users/users.module.js';

/** Every feature, one a line. */
export const FEATURES: readonly Type<object>[] = [
  AuthModule,
  UsersModule,
  DevicesModule,
  ChannelsModule,
  MessagesModule,
  KeysModule,
  PresenceModule,
  InvitesModule,
  MembersModule,
  HealthModule,
  RealtimeModule,
];

/** The tables of the features, and the migrations that make them. */
export const schema = schemaOfAll(FEATURES);

@Module({})
export class AppModule {
  static forRoot(config: Config, logger: Logger, features = FEATURES): DynamicModule {
    assertAllListed(features);
    return {
      module: AppModule,
      imports: [CoreModule.forRoot(config, logger, features), ...features],
      providers: [Stop, MetricsEndpoint],
    };
  }
}
