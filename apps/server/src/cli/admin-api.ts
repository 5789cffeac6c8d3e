import {
  type OperationId,
  type OperationInput,
  type OperationOutput,
  operations,
  type OperationSpec,
} from '@app/contract';
import { Failure } from './failure.js';

/** A server that does not answer for so long is given up. */
const PATIENCE_MS = 30_000;

/** The contract's operations, called as the operator. */
export class AdminApi {
  /**
   * @param url where the server is, without a path of its own or with one that a proxy takes off
   * @param token the server's admin token
   */
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** @throws {Failure} in the server's words when it refuses the call; also when it does not answer */
  async call<Id extends OperationId>(id: Id, input: OperationInput<Id>): Promise<OperationOutput<Id>> {
    const { method, path, body, params }: OperationSpec = operations[id];
    const fields = Object.entries((input ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined);
    const isParam = ([name]: [string, unknown]) => params.some((param) => param.name === name);
    const query = new URLSearchParams();
    for (const [name, value] of fields.filter(isParam)) query.set(name, String(value));
    const response = await this.fetch(`${path}${query.size > 0 ? `?${query.toString()}` : ''}`, {
      method,
      headers: { 'X-Admin-Token': this.token, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(Object.fromEntries(fields.filter((field) => !isParam(field)))) } : {}),
    });
    const answer = await readJson(response);
    if (response.status === 204 || (response.ok && answer !== undefined)) return answer as OperationOutput<Id>;
    const { error } = (answer ?? {}) as { error?: unknown };
    if (response.status === 401) throw new Failure(`${this.url} refuses the admin token (DIALTONE_ADMIN_TOKEN)`);
    throw new Failure(typeof error === 'string' ? error : `${this.url} answers ${response.status}: is it Dialtone?`);
  }

  private async fetch(path: string, request: RequestInit): Promise<Response> {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      return await fetch(this.url + path, { ...request, signal, redirect: 'error' });
    } catch (error) {
      const { message, cause } = error as Error;
      throw new Failure(`${this.url} does not answer (${cause instanceof Error ? cause.message : message})`);
    }
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    const text = await response.text();
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
