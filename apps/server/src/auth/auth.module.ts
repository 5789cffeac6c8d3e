import { Global } from '@nestjs/common';
import { Authenticator } from '../core/access/authenticator.js';
import { Feature } from '../core/feature.js';
import { DevicesModule } from '../devices/devices.module.js';
import { InvitesModule } from '../invites/invites.module.js';
import { UsersModule } from '../users/users.module.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { PasswordAttempts } from './password-attempts.js';
import { SessionEntity } from './session.entity.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { TicketEntity } from './ticket.entity.js';
import { TicketsRepository } from './tickets.repository.js';
import { TicketsService } from './tickets.service.js';

/** Global because HTTP and the WebSocket need its `Authenticator`. */
@Global()
@Feature({
  imports: [UsersModule, DevicesModule, InvitesModule],
  controllers: [AuthController],
  providers: [
    AuthService,
    PasswordAttempts,
    SessionsService,
    SessionsRepository,
    TicketsService,
    TicketsRepository,
    { provide: Authenticator, useExisting: SessionsService },
  ],
  exports: [Authenticator, SessionsService],
  entities: [SessionEntity, TicketEntity],
})
export class AuthModule {}
