import type { SchemaName } from '../generated/schemas.js';
import type { SecurityAlternative } from './access.js';
import type { FrameErrorCode, HttpErrorCode } from './error-codes.js';

/** What the contract says of an operation. A flag that is not so is left out. */
export interface OperationSpec {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With its parameters as OpenAPI writes them: `/things/{id}`. */
  readonly path: string;
  /** Status of success. */
  readonly status: number;
  /** May also answer 204, without content. */
  readonly noContent?: true;
  /** May also answer the same with this status, which stands for errors elsewhere: an answer of what is wrong. */
  readonly otherStatus?: number;
  readonly responseType: 'json' | 'text' | 'none';
  /** One of these is enough; none for a public operation. */
  readonly security: readonly SecurityAlternative[];
  readonly params: readonly ParamSpec[];
  /** How many of some parameters may be given. */
  readonly choices?: readonly ChoiceSpec[];
  /** What judges its parameters; left out where it has none. */
  readonly paramsSchema?: SchemaName;
  /** What judges its JSON body; left out where it takes none. */
  readonly body?: SchemaName;
  /** The longest body that it reads; left out where only the limit of all operations holds, and for GET. */
  readonly maxBodyBytes?: number;
  /** The most fields and items of its body, all levels together; left out where there is no such limit. */
  readonly maxBodyParts?: number;
  /** Codes of the errors that it answers with. */
  readonly errors: readonly HttpErrorCode[];
  /** Safe to send again. */
  readonly retryable?: true;
  /** The `token` of its answer is that of a new session. */
  readonly setsToken?: true;
  /** After a success the session's token is not valid any more. */
  readonly endsSession?: true;
  /** How often one user may call it. */
  readonly rate?: RateSpec;
  /** Of a list that is answered page by page. */
  readonly pages?: PageSpec;
}

/** How many of some parameters a request may give. */
export interface ChoiceSpec {
  readonly names: readonly string[];
  readonly least: 0 | 1;
  /** Null for any number. */
  readonly most: 1 | null;
}

/** A rate that is counted for each user: so many at once, and so many a minute. */
export interface RateSpec {
  readonly perMinute: number;
  readonly burst: number;
}

/** A parameter; it travels as text. */
export interface ParamSpec {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly type: 'string' | 'integer' | 'boolean';
}

/** How the pages of a list follow one another. */
export interface PageSpec {
  /** The answer's field with the items. */
  readonly items: string;
  /** The answer's field that says whether there is another page. */
  readonly more: string;
  /** The ways on. The first is taken unless the caller gives the parameter of another one. */
  readonly steps: readonly [PageStep, ...PageStep[]];
}

/** A way from one page to another. */
export interface PageStep {
  readonly towards: 'next' | 'older' | 'newer';
  /** The query parameter that asks for the other page. */
  readonly parameter: string;
  /** Where its value stands: for `next` a field of the answer, else one of its first (`older`) or last (`newer`) item. */
  readonly field: string;
}

/** What the contract says of a frame that clients send. */
export interface FrameSpec {
  readonly schema: SchemaName;
  /** Codes of the `error` events that answer it. */
  readonly errors: readonly FrameErrorCode[];
}

/** What the contract says of a code that the WebSocket is closed with. */
export interface CloseCodeSpec {
  readonly name: string;
  /** Should a client connect again? */
  readonly reconnect: boolean;
}
