import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { PresenceModule } from '../presence/presence.module.js';
import { Connections } from './connections.js';
import { GracefulStop } from './graceful-stop.js';
import { RealtimeGateway } from './realtime.gateway.js';
import { RealtimePublisher } from './realtime.publisher.js';
import { Revocations } from './revocations.js';
import { VoiceService } from './voice/voice.service.js';

@Module({
  imports: [ChannelsModule, MessagesModule, PresenceModule],
  providers: [RealtimeGateway, RealtimePublisher, Connections, GracefulStop, Revocations, VoiceService],
})
export class RealtimeModule {}
