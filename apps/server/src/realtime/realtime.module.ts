import { AuthModule } from '../auth/auth.module.js';
import { ChannelsModule } from '../channels/channels.module.js';
import { Feature } from '../core/feature.js';
import { DevicesModule } from '../devices/devices.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { PresenceModule } from '../presence/presence.module.js';
import { UsersModule } from '../users/users.module.js';
import { Connections } from './connections.js';
import { GracefulStop } from './graceful-stop.js';
import { RealtimeGateway } from './realtime.gateway.js';
import { RealtimePublisher } from './realtime.publisher.js';
import { Revocations } from './revocations.js';
import { VoiceService } from './voice/voice.service.js';

@Feature({
  imports: [AuthModule, ChannelsModule, DevicesModule, KeysModule, MessagesModule, PresenceModule, UsersModule],
  providers: [RealtimeGateway, RealtimePublisher, Connections, GracefulStop, Revocations, VoiceService],
})
export class RealtimeModule {}
