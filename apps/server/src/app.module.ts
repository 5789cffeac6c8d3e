import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { AuthModule } from './auth/auth.module.js';
import { SessionEntity } from './auth/session.entity.js';
import { TicketEntity } from './auth/ticket.entity.js';
import { ChannelEntity } from './channels/channel.entity.js';
import { ChannelsModule } from './channels/channels.module.js';
import { BackplaneModule } from './core/backplane/backplane.module.js';
import type { Config } from './core/config/config.js';
import { ConfigModule } from './core/config/config.module.js';
import { DatabaseModule } from './core/database/database.module.js';
import { EventsModule } from './core/events/events.module.js';
import { HttpModule } from './core/http/http.module.js';
import { LimitsModule } from './core/limits/limits.module.js';
import { LoggerModule } from './core/observability/logger.module.js';
import { SecurityModule } from './core/security/security.module.js';
import { DeviceEntity } from './devices/device.entity.js';
import { DevicesModule } from './devices/devices.module.js';
import { HealthModule } from './health/health.module.js';
import { InviteEntity } from './invites/invite.entity.js';
import { InvitesModule } from './invites/invites.module.js';
import { ChannelKeyEntity } from './keys/channel-key.entity.js';
import { DirectoryKeyEntity } from './keys/directory-key.entity.js';
import { KeysModule } from './keys/keys.module.js';
import { MessageEntity } from './messages/message.entity.js';
import { MessageOrderEntity } from './messages/message-order.entity.js';
import { MessagesModule } from './messages/messages.module.js';
import { PresenceModule } from './presence/presence.module.js';
import { RealtimeModule } from './realtime/realtime.module.js';
import { Stop } from './stop.js';
import { FirstAdminEntity } from './users/first-admin.entity.js';
import { UserEntity } from './users/user.entity.js';
import { UsersModule } from './users/users.module.js';

/** Every table of every feature. */
export const ENTITIES = [
  UserEntity,
  FirstAdminEntity,
  InviteEntity,
  DeviceEntity,
  SessionEntity,
  TicketEntity,
  ChannelEntity,
  MessageEntity,
  MessageOrderEntity,
  ChannelKeyEntity,
  DirectoryKeyEntity,
] as const;

@Module({})
export class AppModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        LoggerModule.forRoot(logger),
        EventsModule,
        BackplaneModule,
        DatabaseModule.forRoot(ENTITIES),
        SecurityModule,
        LimitsModule,
        HttpModule,
        AuthModule,
        UsersModule,
        DevicesModule,
        ChannelsModule,
        MessagesModule,
        KeysModule,
        PresenceModule,
        InvitesModule,
        HealthModule,
        RealtimeModule,
      ],
      providers: [Stop],
    };
  }
}
