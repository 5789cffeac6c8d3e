import { Feature } from '../core/feature.js';
import { UsersModule } from '../users/users.module.js';
import { InviteEntity } from './invite.entity.js';
import { InvitesController } from './invites.controller.js';
import { InvitesRepository } from './invites.repository.js';
import { InvitesService } from './invites.service.js';
import { ReservedNames1795700000000 } from './migrations/1795700000000-reserved-names.js';
import { InviteMakers1796320000000 } from './migrations/1796320000000-invite-makers.js';

@Feature({
  imports: [UsersModule],
  controllers: [InvitesController],
  providers: [InvitesService, InvitesRepository],
  exports: [InvitesService],
  entities: [InviteEntity],
  migrations: [ReservedNames1795700000000, InviteMakers1796320000000],
})
export class InvitesModule {}
