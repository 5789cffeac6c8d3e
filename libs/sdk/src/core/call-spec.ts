import type { OperationSpec, ParamSpec } from '../protocol/specs.js';

/** How an operation says who calls. */
export type Scheme = OperationSpec['security'][number]['scheme'];

/** What a client has to know of an operation. What most have in common is left out: every page downloads all of them. */
export interface CallSpec extends Pick<
  OperationSpec,
  'method' | 'path' | 'noContent' | 'otherStatus' | 'retryable' | 'setsToken' | 'endsSession' | 'pages'
> {
  /** The type of what it answers, in the terms of `shapes`; left out where that is nothing. */
  readonly answer?: string;
  /** Left out where what it answers is JSON. */
  readonly isText?: true;
  /** The credentials that it accepts; left out where that is a session alone. */
  readonly security?: readonly Scheme[];
  /** Its parameters; left out where it has none. */
  readonly params?: readonly Pick<ParamSpec, 'name' | 'in'>[];
  readonly hasBody?: true;
}

/** Does an operation accept that credential? */
export function accepts(security: CallSpec['security'] = ['bearerAuth'], scheme: Scheme): boolean {
  return security.includes(scheme);
}
