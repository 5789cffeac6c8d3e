import { Feature } from '../core/feature.js';
import { ChannelEntity } from './channel.entity.js';
import { ChannelsController } from './channels.controller.js';
import { ChannelsRepository } from './channels.repository.js';
import { ChannelsService } from './channels.service.js';
import { DeletedChannels } from './deleted-channels.js';
import { DeletedChannels1795000000000 } from './migrations/1795000000000-deleted-channels.js';

@Feature({
  controllers: [ChannelsController],
  providers: [ChannelsService, ChannelsRepository, DeletedChannels],
  exports: [ChannelsService],
  entities: [ChannelEntity],
  migrations: [DeletedChannels1795000000000],
})
export class ChannelsModule {}
