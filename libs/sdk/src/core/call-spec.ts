import type { OperationSpec, ParamSpec } from '../protocol/specs.js';

/** What a client has to know of an operation. */
export interface CallSpec extends Pick<
  OperationSpec,
  'method' | 'path' | 'responseType' | 'noContent' | 'body' | 'retryable' | 'setsToken' | 'endsSession' | 'pages'
> {
  /** The type of what it answers, in the terms of `shapes`; left out where that is nothing. */
  readonly answer?: string;
  readonly security: readonly Pick<OperationSpec['security'][number], 'scheme'>[];
  readonly params: readonly Pick<ParamSpec, 'name' | 'in'>[];
}
