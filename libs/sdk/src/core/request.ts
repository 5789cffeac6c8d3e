import type { ParamSpec } from '../protocol/specs.js';
import type { CallSpec } from './call-spec.js';

/**
 * The URL and the body of a call. Throws a TypeError when a path parameter is missing or cannot stand in a path.
 *
 * @param input one flat object: the operation's parameters and its body's fields
 */
export function buildRequest(
  baseUrl: string,
  { path: template, params = [], hasBody }: Pick<CallSpec, 'path' | 'params' | 'hasBody'>,
  input: object = {},
): { url: string; body: string | undefined } {
  const fields = new Map(Object.entries(input as Record<string, unknown>).filter(([, value]) => value !== undefined));
  const namesIn = (place: ParamSpec['in']) => params.filter((param) => param.in === place).map(({ name }) => name);
  const path = namesIn('path').reduce((url, name) => {
    const value = fields.get(name);
    if (value === undefined || value === '') throw new TypeError(`${name} is required`);
    if (value === '.' || value === '..') throw new TypeError(`${name} must not be "." or ".."`);
    fields.delete(name);
    return url.replace(`{${name}}`, () => encodeURIComponent(textOf(value)));
  }, template);

  const inQuery = namesIn('query');
  const query = new URLSearchParams();
  for (const [name, value] of fields) {
    // Unknown fields go to the server all the same, which refuses them by name; dropped here, they would go unnoticed.
    if (hasBody && !inQuery.includes(name)) continue;
    query.append(name, textOf(value));
    fields.delete(name);
  }
  const search = query.toString();
  const body = hasBody ? JSON.stringify(Object.fromEntries(fields)) : undefined;
  return { url: baseUrl + path + (search && `?${search}`), body };
}

/** A parameter as it is written in a URL: a string as it is, a number or a boolean as in JSON. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The base URL without a slash at its end. Throws a TypeError when it is not a plain http(s) URL. */
export function normalizeBaseUrl(baseUrl: string): string {
  if (!baseUrl)
    throw new TypeError('baseUrl must be given, it is missing: where is the server, such as https://chat.example.org?');
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    throw new TypeError('baseUrl must be an absolute URL, such as https://chat.example.org');
  }
  if (!/^https?:$/.test(url.protocol)) throw new TypeError('baseUrl must begin with http:// or https://');
  if (url.username + url.password !== '') throw new TypeError('baseUrl must not contain a user name or password');
  return url.origin + url.pathname.replace(/\/+$/, '');
}
