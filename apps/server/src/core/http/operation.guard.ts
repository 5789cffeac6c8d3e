import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type OperationId, OperationRates, operations, readInput, validate } from '@app/contract';
import { Authenticator } from '../access/authenticator.js';
import { authorize } from '../access/authorize.js';
import { type Config, CONFIG } from '../config/config.js';
import { OPERATION_ID } from './operation.decorator.js';
import type { OperationRequest } from './operation-request.js';

type Fields = Record<string, unknown>;

/**
 * Checks who calls, then what they send, then how often: in this order, strangers learn nothing from the validation, and
 * what is refused does not count.
 */
@Injectable()
export class OperationGuard implements CanActivate {
  private readonly rates = new OperationRates();

  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const id = this.reflector.get<OperationId>(OPERATION_ID, context.getHandler());
    const operation = operations[id];
    const request = context.switchToHttp().getRequest<OperationRequest>();
    request.operation = operation;
    const adminToken = request.headers['x-admin-token'];
    request.caller = await authorize(
      operation,
      {
        authorization: request.headers.authorization,
        adminToken: typeof adminToken === 'string' ? adminToken : undefined,
      },
      this.authenticator,
      this.config.adminToken,
    );
    const { query, params: path, body } = request as { query: Fields; params: Fields; body: unknown };
    const bytes = body instanceof Uint8Array ? body : undefined;
    request.input = readInput(operation, { query, path, body: bytes }, validate);
    const { caller } = request;
    if (caller && this.config.rateLimits) this.rates.count(id, caller.userId, performance.now());
    return true;
  }
}
