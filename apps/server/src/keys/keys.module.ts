import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { DevicesModule } from '../devices/devices.module.js';
import { KeysController } from './keys.controller.js';
import { KeysRepository } from './keys.repository.js';
import { KeysService } from './keys.service.js';

@Module({
  imports: [ChannelsModule, DevicesModule],
  controllers: [KeysController],
  providers: [KeysService, KeysRepository],
})
export class KeysModule {}
