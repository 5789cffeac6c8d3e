import { AuthModule } from '../auth/auth.module.js';
import { ChannelsModule } from '../channels/channels.module.js';
import { Feature } from '../core/feature.js';
import { DevicesModule } from '../devices/devices.module.js';
import { InvitesModule } from '../invites/invites.module.js';
import { UsersModule } from '../users/users.module.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';

/** What admins see and decide of users, and what goes with it: their sessions, devices and invites. */
@Feature({
  imports: [AuthModule, ChannelsModule, DevicesModule, InvitesModule, UsersModule],
  controllers: [MembersController],
  providers: [MembersService],
})
export class MembersModule {}
