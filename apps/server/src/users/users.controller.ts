import { Controller } from '@nestjs/common';
import type { CreateUserRequest, FindUserRequest, ProfileList, SetProfileRequest, Status, User } from '@app/contract';
import { Caller, Input, OptionalCaller } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { UsersService } from './users.service.js';

@Controller()
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Operation('createUser')
  create(@OptionalCaller() caller: Caller | null, @Input() input: CreateUserRequest): Promise<User> {
    return this.users.reserve(input, caller);
  }

  @Operation('findUser')
  find(@Input() input: FindUserRequest): Promise<User> {
    return this.users.find(input);
  }

  @Operation('listProfiles')
  listProfiles(): Promise<ProfileList> {
    return this.users.listProfiles();
  }

  @Operation('setProfile')
  setProfile(@Caller() caller: Caller, @Input() input: SetProfileRequest): Promise<Status> {
    return this.users.setProfile(caller, input);
  }
}
