import { DiscoveryModule } from '@nestjs/core';
import { AuthModule } from '../auth/auth.module.js';
import { ChannelsModule } from '../channels/channels.module.js';
import { Feature } from '../core/feature.js';
import { DevicesModule } from '../devices/devices.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { PresenceModule } from '../presence/presence.module.js';
import { UsersModule } from '../users/users.module.js';
import { Connections } from './connections.js';
import { RealtimeGateway } from './realtime.gateway.js';
import { RealtimePublisher } from './realtime.publisher.js';
import { Revocations } from './revocations.js';
import { VoiceService } from './voice/voice.service.js';
import { FramesCheck } from './wire/frames.check.js';

@Feature({
  imports: [
    DiscoveryModule,
    AuthModule,
    ChannelsModule,
    DevicesModule,
    KeysModule,
    MessagesModule,
    PresenceModule,
    UsersModule,
  ],
  providers: [FramesCheck, RealtimeGateway, RealtimePublisher, Connections, Revocations, VoiceService],
  exports: [Connections], // for the stop
})
export class RealtimeModule {}
