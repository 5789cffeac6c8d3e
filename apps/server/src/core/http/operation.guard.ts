import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type OperationId, OperationRates, operations, readInput, validate } from '@app/contract';
import { type Config, CONFIG } from '../config/config.js';
import { OPERATION_ID } from './operation.decorator.js';
import type { OperationRequest } from './operation-request.js';

type Fields = Record<string, unknown>;

/**
 * Checks what callers send, then how often: what is refused does not count. Who they are was checked before: strangers
 * learn nothing from the validation.
 */
@Injectable()
export class OperationGuard implements CanActivate {
  private readonly rates = new OperationRates();

  constructor(
    private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const id = this.reflector.get<OperationId>(OPERATION_ID, context.getHandler());
    const operation = operations[id];
    const request = context.switchToHttp().getRequest<OperationRequest>();
    if (request.operation !== operation) throw new Error(`nobody was asked who calls ${id}`);
    const { query, params: path, body } = request as { query: Fields; params: Fields; body: unknown };
    const bytes = body instanceof Uint8Array ? body : undefined;
    request.input = readInput(operation, { query, path, body: bytes }, validate);
    const { caller } = request;
    if (caller && this.config.rateLimits) this.rates.count(id, caller.userId, performance.now());
    return true;
  }
}
