import { Feature } from '../core/feature.js';
import { UsersModule } from '../users/users.module.js';
import { CertificatesController } from './certificates.controller.js';
import { CertificatesRepository } from './certificates.repository.js';
import { CertificatesService } from './certificates.service.js';
import { DeviceCertificateEntity } from './device-certificate.entity.js';
import { DeviceEntity } from './device.entity.js';
import { DeviceLinkEntity } from './device-link.entity.js';
import { DevicesController } from './devices.controller.js';
import { DevicesRepository } from './devices.repository.js';
import { DevicesService } from './devices.service.js';
import { LinksController } from './links.controller.js';
import { LinksRepository } from './links.repository.js';
import { LinksService } from './links.service.js';
import { CertificatesAndLinks1796010000000 } from './migrations/1796010000000-certificates-and-links.js';

@Feature({
  imports: [UsersModule],
  controllers: [DevicesController, CertificatesController, LinksController],
  providers: [
    DevicesService,
    DevicesRepository,
    CertificatesService,
    CertificatesRepository,
    LinksService,
    LinksRepository,
  ],
  exports: [DevicesService],
  entities: [DeviceEntity, DeviceCertificateEntity, DeviceLinkEntity],
  migrations: [CertificatesAndLinks1796010000000],
})
export class DevicesModule {}
