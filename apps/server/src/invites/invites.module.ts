import { Feature } from '../core/feature.js';
import { InviteEntity } from './invite.entity.js';
import { InvitesController } from './invites.controller.js';
import { InvitesRepository } from './invites.repository.js';
import { InvitesService } from './invites.service.js';

@Feature({
  controllers: [InvitesController],
  providers: [InvitesService, InvitesRepository],
  exports: [InvitesService],
  entities: [InviteEntity],
})
export class InvitesModule {}
