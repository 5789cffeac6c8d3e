import { Feature } from '../core/feature.js';
import { UsersModule } from '../users/users.module.js';
import { ChannelEntity } from './channel.entity.js';
import { ChannelKeyVersionEntity } from './channel-key-version.entity.js';
import { ChannelKeysRepository } from './channel-keys.repository.js';
import { ChannelKeysService } from './channel-keys.service.js';
import { ChannelsController } from './channels.controller.js';
import { ChannelsRepository } from './channels.repository.js';
import { ChannelsService } from './channels.service.js';
import { DeletedChannels } from './deleted-channels.js';
import { KeyEpochEntity } from './key-epoch.entity.js';
import { DeletedChannels1795000000000 } from './migrations/1795000000000-deleted-channels.js';
import { KeyVersions1796300000000 } from './migrations/1796300000000-key-versions.js';

@Feature({
  imports: [UsersModule],
  controllers: [ChannelsController],
  providers: [ChannelsService, ChannelsRepository, ChannelKeysService, ChannelKeysRepository, DeletedChannels],
  exports: [ChannelsService, ChannelKeysService],
  entities: [ChannelEntity, ChannelKeyVersionEntity, KeyEpochEntity],
  migrations: [DeletedChannels1795000000000, KeyVersions1796300000000],
})
export class ChannelsModule {}
