import { Controller } from '@nestjs/common';
import { LoginRequest, RegisterRequest, type Session } from '@app/contract';
import { Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { AuthService } from './auth.service.js';

@Controller()
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Operation('registerUser')
  register(@Input() input: RegisterRequest): Promise<Session> {
    return this.auth.register(input);
  }

  @Operation('loginUser')
  login(@Input() input: LoginRequest): Promise<Session> {
    return this.auth.login(input);
  }
}
