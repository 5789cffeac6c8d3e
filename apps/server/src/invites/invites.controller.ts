import { Controller } from '@nestjs/common';
import type { CreateInviteInput, Invite, InviteList, RevokeInviteInput } from '@app/contract';
import { Caller, Input, OptionalCaller } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { InvitesService } from './invites.service.js';

@Controller()
export class InvitesController {
  constructor(private readonly invites: InvitesService) {}

  @Operation('createInvite')
  create(@OptionalCaller() caller: Caller | null, @Input() input: CreateInviteInput): Promise<Invite> {
    return this.invites.create(input, caller);
  }

  @Operation('listInvites')
  list(): Promise<InviteList> {
    return this.invites.list();
  }

  @Operation('revokeInvite')
  revoke(@OptionalCaller() caller: Caller | null, @Input() input: RevokeInviteInput): Promise<undefined> {
    return this.invites.revoke(input, caller);
  }
}
