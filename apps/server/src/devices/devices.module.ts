import { ChannelsModule } from '../channels/channels.module.js';
import { Feature } from '../core/feature.js';
import { UsersModule } from '../users/users.module.js';
import { DeviceEntity } from './device.entity.js';
import { DevicesController } from './devices.controller.js';
import { DevicesRepository } from './devices.repository.js';
import { DevicesService } from './devices.service.js';

@Feature({
  imports: [ChannelsModule, UsersModule],
  controllers: [DevicesController],
  providers: [DevicesService, DevicesRepository],
  exports: [DevicesService],
  entities: [DeviceEntity],
})
export class DevicesModule {}
