import { Module } from '@nestjs/common';
import { ChannelsController } from './channels.controller.js';
import { ChannelsRepository } from './channels.repository.js';
import { ChannelsService } from './channels.service.js';
import { DeletedChannels } from './deleted-channels.js';

@Module({
  controllers: [ChannelsController],
  providers: [ChannelsService, ChannelsRepository, DeletedChannels],
  exports: [ChannelsService],
})
export class ChannelsModule {}
