import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { OperationSpec, RequestOrigin } from '@app/contract';
import type { FastifyRequest } from 'fastify';
import { type Caller as CallerClass } from '../access/caller.js';
import { plainAddress } from './client-address.js';

/** A request once it is admitted and its input is read; both add what handlers get as parameters. */
export interface OperationRequest extends FastifyRequest {
  operation: OperationSpec;
  caller: CallerClass | null;
  input: object | undefined;
}

/** The operation's input: validated parameters and body, in one object. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<OperationRequest>().input;
});

/** The caller. Only for operations that always need a session. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { caller } = context.switchToHttp().getRequest<OperationRequest>();
  if (!caller) throw new Error('@Caller() on an operation that can be called without a session');
  return caller;
});
export type Caller = CallerClass;

/** The caller; null where the operator's token stands in for a session. */
export const OptionalCaller = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<OperationRequest>().caller;
});

/** The client's network address: the connection's, or the one that a trusted proxy reports. */
export const Address = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<OperationRequest>().ip;
});
/** A network address, as a type that cannot be mistaken for an operation's input. */
export type Address = string & { readonly kind?: 'address' };

/** Where the request comes from, and by whom. */
export const Origin = createParamDecorator((_: unknown, context: ExecutionContext): Origin => {
  const { ip, raw } = context.switchToHttp().getRequest<OperationRequest>();
  const isForwarded = raw.headers['x-forwarded-for'] !== undefined;
  return { address: ip, peer: plainAddress(raw.socket.remoteAddress ?? '') ?? '', is_forwarded: isForwarded };
});
/** As the contract tells it, as a type that cannot be mistaken for an operation's input. */
export type Origin = RequestOrigin & { readonly kind?: 'origin' };
