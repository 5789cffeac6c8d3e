import { Controller } from '@nestjs/common';
import type { Invite } from '@app/contract';
import { Operation } from '../core/http/operation.decorator.js';
import { InvitesService } from './invites.service.js';

@Controller()
export class InvitesController {
  constructor(private readonly invites: InvitesService) {}

  @Operation('createInvite')
  create(): Promise<Invite> {
    return this.invites.create();
  }
}
