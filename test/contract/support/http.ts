import { request } from 'node:http';
import {
  errorDocs,
  inlineProblems,
  type OperationDoc,
  operationDocs,
  outputProblems,
  type ResponseDoc,
} from './contract.js';

/** A request, as raw as `node:http` lets it be. */
export interface Call {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** Sends one request on a connection of its own. */
export function send(url: string, call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const framing = call.body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(call.body)) };
    const outgoing = request(
      { hostname, port, method: call.method, path: call.path, headers: { ...framing, ...call.headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [
                name,
                value === undefined ? value : String(value),
              ]),
            ),
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(call.body);
  });
}

/** The error code that an answer carries. */
export function codeOf(answer: Answer): string | null {
  return answer.headers['x-error-code'] ?? null;
}

/** What is wrong with an error's answer, whoever documents it: shape, type, code, status and headers. */
export function errorProblems(answer: Answer): string[] {
  const found: string[] = [];
  const code = codeOf(answer) ?? '';
  if (!Object.hasOwn(errorDocs, code)) return [`no code that the contract knows: ${code}`];
  const { status, message } = errorDocs[code];
  if (status !== answer.status) found.push(`${code} with status ${answer.status}`);
  if (answer.headers['content-type'] !== 'application/json; charset=utf-8') found.push('not application/json');
  if (!answer.headers['x-request-id']) found.push('no X-Request-Id');
  const text = /^\{"error":("(?:[^"\\]|\\.)+")\}$/.exec(answer.text)?.[1];
  if (text === undefined) found.push(`body is not exactly {"error":"message"}: ${answer.text}`);
  else if (code !== 'invalid_request' && JSON.parse(text) !== message) found.push(`not the words of ${code}: ${text}`);
  return found;
}

function bodyProblems(answer: Answer, { mediaType, schema }: ResponseDoc): string[] {
  if (mediaType === null || schema === null) return answer.text === '' ? [] : [`a body: ${answer.text}`];
  const found: string[] = [];
  if (answer.headers['content-type']?.split(';', 1)[0] !== mediaType) found.push(`not ${mediaType}`);
  const value: unknown = mediaType === 'application/json' ? JSON.parse(answer.text) : answer.text;
  return [...found, ...outputProblems(schema, value)];
}

/** What is wrong with an operation's answer by openapi.yaml; nothing for one that keeps it. */
export function answerProblems(operation: OperationDoc, answer: Answer): string[] {
  const response = operation.responses.get(answer.status);
  const named = (problem: string) => `${operation.id} ${answer.status}: ${problem}`;
  if (!response) return [named(`not documented (${answer.text})`)];
  const found = bodyProblems(answer, response);
  for (const { name, schema } of response.headers) {
    const text = answer.headers[name.toLowerCase()];
    const value = 'type' in schema && schema.type === 'integer' && text !== undefined ? Number(text) : text;
    found.push(...inlineProblems(schema, value).map((problem) => `header ${name}: ${problem}`));
  }
  if (!answer.headers['x-request-id']) found.push('no X-Request-Id');
  const code = codeOf(answer);
  if (response.codes.length > 0) {
    if (!response.codes.includes(code ?? '')) found.push(`code ${String(code)} is not documented`);
    found.push(...errorProblems(answer));
  } else if (code !== null) found.push(`a success with the error code ${code}`);
  return found.map(named);
}

/** The operation of openapi.yaml with that id. */
export function operationDoc(id: string): OperationDoc {
  const operation = operationDocs.get(id);
  if (!operation) throw new Error(`openapi.yaml has no operation ${id}`);
  return operation;
}
