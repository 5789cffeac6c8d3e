import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { OperationSpec } from '@app/contract';
import type { FastifyRequest } from 'fastify';
import { type Caller as CallerClass } from '../access/caller.js';

/** What the operation guard finds out about a request, for the parameters of the handler. */
export interface OperationRequest extends FastifyRequest {
  operation: OperationSpec;
  caller: CallerClass | null;
  input: object | undefined;
}

/** The operation's input: parameters and body, validated, in one object. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<OperationRequest>().input;
});

/** Who calls. Only for operations that a session alone can call. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { caller } = context.switchToHttp().getRequest<OperationRequest>();
  if (!caller) throw new Error('@Caller() on an operation that can be called without a session');
  return caller;
});
export type Caller = CallerClass;

/** The client's network address: the connection's, or the one that a trusted proxy names. */
export const Address = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<OperationRequest>().ip;
});
/** A network address; a type of its own, so that it is not taken for an operation's input. */
export type Address = string & { readonly kind?: 'address' };
