import { ChannelsModule } from '../channels/channels.module.js';
import { Feature } from '../core/feature.js';
import { DevicesModule } from '../devices/devices.module.js';
import { ChannelKeyEntity } from './channel-key.entity.js';
import { DirectoryKeyEntity } from './directory-key.entity.js';
import { KeysController } from './keys.controller.js';
import { KeysRepository } from './keys.repository.js';
import { KeysService } from './keys.service.js';

@Feature({
  imports: [ChannelsModule, DevicesModule],
  controllers: [KeysController],
  providers: [KeysService, KeysRepository],
  entities: [ChannelKeyEntity, DirectoryKeyEntity],
})
export class KeysModule {}
