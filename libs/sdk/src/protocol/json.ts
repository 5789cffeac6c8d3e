// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import { limits } from '../generated/limits.js';

/** A lone half of a surrogate pair. */
const ILL_FORMED = /\p{Surrogate}/u;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Why a text is not the JSON that the contract asks for; the message is fit for a client. */
export class JsonError extends Error {}

/**
 * Reads strict JSON: well-formed UTF-8, one value, no field twice, no `__proto__` field, no U+0000 or lone surrogate,
 * and nesting within `limits.maxJsonDepth`.
 *
 * @param maxParts the most fields and array items, all levels together; what has more is refused before it is parsed
 * @throws {JsonError} saying what is wrong
 */
export function parseJson(bytes: Uint8Array, maxParts = Infinity): unknown {
  const text = decode(bytes);
  const fields = countFields(text, maxParts);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonError('expected one JSON value');
  }
  // In UTF-8 only an escape can stand for a lone surrogate, and in JSON only one can stand for U+0000.
  const check = text.includes('\\u') ? checkText : () => undefined;
  // JSON.parse keeps the last of two fields with one name: then fewer fields come out than stand in the text.
  if (checkValue(value, check, 1) !== fields) throw new JsonError('a field is given twice');
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
function checkValue(value: unknown, check: (text: string) => void, depth: number): number {
  if (typeof value === 'string') check(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > limits.maxJsonDepth) throw new JsonError(`nested deeper than ${limits.maxJsonDepth} levels`);
  let fields = 0;
  if (Array.isArray(value)) {
    for (const item of value) fields += checkValue(item, check, depth + 1);
    return fields;
  }
  for (const name in value) {
    if (name === '__proto__') throw new JsonError('a field is named __proto__');
    check(name);
    fields += 1 + checkValue((value as Record<string, unknown>)[name], check, depth + 1);
  }
  return fields;
}

function checkText(text: string): void {
  if (text.includes('\0')) throw new JsonError('text holds U+0000');
  if (ILL_FORMED.test(text)) throw new JsonError('text is not well-formed Unicode');
}

/** Is it a text that no request may hold? */
export function isForbidden(text: string): boolean {
  return text.includes('\0') || ILL_FORMED.test(text);
}

const [QUOTE, COMMA, COLON] = [0x22, 0x2c, 0x3a];
const [OPEN_LIST, BACKSLASH, OPEN_OBJECT] = [0x5b, 0x5c, 0x7b];

/** Counts the colons outside strings, in valid JSON one for each field, and sees to it that there are not too many parts. */
function countFields(json: string, maxParts: number): number {
  let fields = 0;
  let parts = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at);
    else if (code === COLON) fields++;
    else if (code === COMMA || code === OPEN_LIST || code === OPEN_OBJECT) {
      parts++;
      if (parts > maxParts) throw new JsonError(`more than ${maxParts} fields and items`);
    }
  }
  return fields;
}

/** The index of the quote that ends the string which opens at `quote`; the text's length where none does. */
function endOfString(json: string, quote: number): number {
  let at = json.indexOf('"', quote + 1);
  if (at === -1) return json.length;
  if (json.charCodeAt(at - 1) !== BACKSLASH) return at;
  // It has escapes: then nothing is faster than to go through it.
  at = quote + 1;
  for (; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return at;
}
