import { limits } from '@app/contract';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Why a text is not the JSON that the contract asks for; the message is fit for a client. */
export class JsonError extends Error {}

/**
 * Reads strict JSON: well-formed UTF-8, one value, no field twice, no `__proto__` field, no U+0000 or lone surrogate,
 * and nesting within `limits.maxJsonDepth`.
 *
 * @throws {JsonError} saying what is wrong
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonError('expected one JSON value');
  }
  // JSON.parse keeps the last of two fields with one name: then fewer fields come out than stand in the text.
  if (checkValue(value, 1) !== countFields(text)) throw new JsonError('a field is given twice');
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new JsonError('expected UTF-8 text');
  }
}

/** Checks a value through and through, and counts its objects' fields. */
function checkValue(value: unknown, depth: number): number {
  if (typeof value === 'string') checkText(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > limits.maxJsonDepth) throw new JsonError(`nested deeper than ${limits.maxJsonDepth} levels`);
  let fields = 0;
  if (Array.isArray(value)) {
    for (const item of value) fields += checkValue(item, depth + 1);
    return fields;
  }
  for (const [name, item] of Object.entries(value)) {
    if (name === '__proto__') throw new JsonError('a field is named __proto__');
    checkText(name);
    fields += 1 + checkValue(item, depth + 1);
  }
  return fields;
}

function checkText(text: string): void {
  if (text.includes('\0')) throw new JsonError('text holds U+0000');
  if (!text.isWellFormed()) throw new JsonError('text is not well-formed Unicode');
}

/** Counts the colons outside strings of a valid JSON text: one for each field. */
function countFields(json: string): number {
  let fields = 0;
  let at = 0;
  for (;;) {
    const quote = json.indexOf('"', at);
    const end = quote === -1 ? json.length : quote;
    for (let i = at; i < end; i++) if (json.charCodeAt(i) === 58) fields++;
    if (quote === -1) return fields;
    at = endOfString(json, quote);
  }
}

/** The index behind the string that opens at `quote`. */
function endOfString(json: string, quote: number): number {
  let close = json.indexOf('"', quote + 1);
  for (;;) {
    let backslashes = 0;
    while (json.charCodeAt(close - 1 - backslashes) === 92) backslashes++;
    if (backslashes % 2 === 0) return close + 1;
    close = json.indexOf('"', close + 1);
  }
}
