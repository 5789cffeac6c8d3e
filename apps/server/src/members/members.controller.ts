import { Controller } from '@nestjs/common';
import type {
  EndUserSessionsInput,
  ListUserSessionsInput,
  ListUsersInput,
  SessionList,
  UpdateUserRequest,
  UserList,
  UserRoles,
} from '@app/contract';
import { Caller, Input, OptionalCaller } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { MembersService } from './members.service.js';

@Controller()
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Operation('listUsers')
  list(@Input() input: ListUsersInput & { limit: number }): Promise<UserList> {
    return this.members.list(input);
  }

  @Operation('updateUser')
  update(@OptionalCaller() caller: Caller | null, @Input() input: UpdateUserRequest): Promise<UserRoles> {
    return this.members.update(caller, input);
  }

  @Operation('listUserSessions')
  listSessions(@OptionalCaller() caller: Caller | null, @Input() input: ListUserSessionsInput): Promise<SessionList> {
    return this.members.listSessions(caller, input);
  }

  @Operation('endUserSessions')
  endSessions(@OptionalCaller() caller: Caller | null, @Input() input: EndUserSessionsInput): Promise<undefined> {
    return this.members.endSessions(caller, input);
  }
}
