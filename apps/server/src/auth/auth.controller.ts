import { Controller } from '@nestjs/common';
import type {
  ChangePasswordRequest,
  EndSessionsInput,
  LoginRequest,
  RegisterRequest,
  Session,
  SessionList,
  Status,
  Ticket,
} from '@app/contract';
import { Address, Caller, Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { AuthService } from './auth.service.js';
import { SessionsService } from './sessions.service.js';
import { TicketsService } from './tickets.service.js';

@Controller()
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly sessions: SessionsService,
    private readonly tickets: TicketsService,
  ) {}

  @Operation('registerUser')
  register(@Input() input: RegisterRequest, @Address() address: Address): Promise<Session> {
    return this.auth.register(input, address);
  }

  @Operation('loginUser')
  login(@Input() input: LoginRequest, @Address() address: Address): Promise<Session> {
    return this.auth.login(input, address);
  }

  @Operation('changePassword')
  changePassword(
    @Caller() caller: Caller,
    @Input() input: ChangePasswordRequest,
    @Address() address: Address,
  ): Promise<Status> {
    return this.auth.changePassword(caller, input, address);
  }

  @Operation('logoutSession')
  logout(@Caller() caller: Caller): Promise<Status> {
    return this.sessions.logout(caller);
  }

  @Operation('listSessions')
  listSessions(@Caller() caller: Caller): Promise<SessionList> {
    return this.sessions.list(caller.userId, caller.sessionId);
  }

  @Operation('endSessions')
  endSessions(@Caller() caller: Caller, @Input() input: EndSessionsInput): Promise<undefined> {
    return this.sessions.endChosen(caller, input);
  }

  @Operation('createTicket')
  createTicket(@Caller() caller: Caller): Promise<Ticket> {
    return this.tickets.create(caller);
  }
}
