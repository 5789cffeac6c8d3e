import { ChannelsModule } from '../channels/channels.module.js';
import { Feature } from '../core/feature.js';
import { DevicesModule } from '../devices/devices.module.js';
import { UsersModule } from '../users/users.module.js';
import { ChannelKeyEntity } from './channel-key.entity.js';
import { DirectoryKeyEntity } from './directory-key.entity.js';
import { Envelopes } from './envelopes.js';
import { KeyBackupPartEntity } from './key-backup-part.entity.js';
import { KeyBackupsController } from './key-backups.controller.js';
import { KeyBackupsRepository } from './key-backups.repository.js';
import { KeyBackupsService } from './key-backups.service.js';
import { KeysController } from './keys.controller.js';
import { KeysRepository } from './keys.repository.js';
import { KeysService } from './keys.service.js';
import { EnvelopesBySender1796000000000 } from './migrations/1796000000000-envelopes-by-sender.js';
import { EnvelopesByVersion1796310000000 } from './migrations/1796310000000-envelopes-by-version.js';
import { KeyBackups1796100000000 } from './migrations/1796100000000-key-backups.js';
import { Reposts } from './reposts.js';

@Feature({
  imports: [ChannelsModule, DevicesModule, UsersModule],
  controllers: [KeysController, KeyBackupsController],
  providers: [KeysService, KeysRepository, Envelopes, Reposts, KeyBackupsService, KeyBackupsRepository],
  entities: [ChannelKeyEntity, DirectoryKeyEntity, KeyBackupPartEntity],
  migrations: [EnvelopesBySender1796000000000, EnvelopesByVersion1796310000000, KeyBackups1796100000000],
})
export class KeysModule {}
