import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ChannelsModule } from '../channels/channels.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { PresenceModule } from '../presence/presence.module.js';
import { Connections } from './connections.js';
import { RealtimeGateway } from './realtime.gateway.js';
import { RealtimePublisher } from './realtime.publisher.js';
import { Revocations } from './revocations.js';
import { VoiceService } from './voice/voice.service.js';
import { FramesCheck } from './wire/frames.check.js';

@Module({
  imports: [DiscoveryModule, ChannelsModule, MessagesModule, PresenceModule],
  providers: [FramesCheck, RealtimeGateway, RealtimePublisher, Connections, Revocations, VoiceService],
  exports: [Connections], // for the stop
})
export class RealtimeModule {}
