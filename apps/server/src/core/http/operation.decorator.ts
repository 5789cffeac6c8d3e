import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import { type OperationId, type OperationInput, type OperationOutput, operations } from '@app/contract';
import type { Caller } from '../access/caller.js';
import type { Address, Origin } from './operation-request.js';

/** Metadata key of the operation's id on a controller method. */
export const OPERATION_ID = 'dialtone:operation';

type Handler<Id extends OperationId> = (...args: never[]) => Promise<OperationOutput<Id>>;
type InputOf<H extends (...args: never[]) => unknown> = Exclude<
  Parameters<H>[number],
  Caller | null | Address | Origin
>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type TakesInput<Id extends OperationId, H extends Handler<Id>> = [InputOf<H>] extends [never]
  ? Same<OperationInput<Id>, undefined>
  : Same<InputOf<H>, OperationInput<Id>>;

/**
 * Makes a controller method the handler of a contract operation, which defines verb, path, status and security. The
 * method takes the operation's input and, if it wants, the caller and their address, and returns the operation's
 * output; anything else does not compile.
 */
export function Operation<Id extends OperationId>(id: Id) {
  const { method, path, status } = operations[id];
  const decorate = applyDecorators(
    SetMetadata(OPERATION_ID, id),
    RequestMapping({ path: path.replace(/\{(\w+)\}/g, ':$1'), method: RequestMethod[method] }),
    HttpCode(status),
  );
  return <H extends Handler<Id>>(
    target: object,
    key: string,
    descriptor: TakesInput<Id, H> extends true ? TypedPropertyDescriptor<H> : never,
  ): void => decorate(target, key, descriptor as PropertyDescriptor);
}
