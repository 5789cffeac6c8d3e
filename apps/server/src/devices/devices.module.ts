import { Feature } from '../core/feature.js';
import { UsersModule } from '../users/users.module.js';
import { DeviceEntity } from './device.entity.js';
import { DevicesController } from './devices.controller.js';
import { DevicesRepository } from './devices.repository.js';
import { DevicesService } from './devices.service.js';
import { LastSeenService } from './last-seen.service.js';
import { LastSeen1796330000000 } from './migrations/1796330000000-last-seen.js';

@Feature({
  imports: [UsersModule],
  controllers: [DevicesController],
  providers: [DevicesService, LastSeenService, DevicesRepository],
  exports: [DevicesService, LastSeenService],
  entities: [DeviceEntity],
  migrations: [LastSeen1796330000000],
})
export class DevicesModule {}
