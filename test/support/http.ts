import type { TestServer } from './server.js';

/** What a request carries beyond its method and path. */
export interface RawRequest {
  readonly token?: string;
  readonly headers?: Record<string, string>;
  /** Text is sent as it is, anything else as JSON; both as `application/json` unless `headers` say otherwise. */
  readonly body?: unknown;
}

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The header `X-Error-Code`. */
  readonly code: string | null;
}

/** Sends a request that the SDK would not send, or whose raw answer matters. */
export async function call(
  server: TestServer,
  method: string,
  path: string,
  request: RawRequest = {},
): Promise<RawAnswer> {
  const { token, body } = request;
  const response = await fetch(server.url + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    text: await response.text(),
    code: response.headers.get('x-error-code'),
  };
}
