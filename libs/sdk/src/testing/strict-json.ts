import { limits } from '../generated/limits.js';

/** A lone half of a surrogate pair. */
const ILL_FORMED = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Reads JSON as strictly as the contract asks. Throws a SyntaxError whose message is fit for a client. */
export function parseStrict(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyntaxError('expected one JSON value');
  }
  check(value, 1);
  return value;
}

/** Throws a SyntaxError for text that no request may hold. */
export function checkText(text: string): void {
  if (text.includes('\0')) throw new SyntaxError('text holds U+0000');
  if (ILL_FORMED.test(text)) throw new SyntaxError('text is not well-formed Unicode');
}

function check(value: unknown, depth: number): void {
  if (typeof value === 'string') checkText(value);
  if (typeof value !== 'object' || value === null) return;
  if (depth > limits.maxJsonDepth) throw new SyntaxError(`nested deeper than ${limits.maxJsonDepth} levels`);
  for (const [name, item] of Object.entries(value)) {
    if (name === '__proto__') throw new SyntaxError('a field is named __proto__');
    checkText(name);
    check(item, depth + 1);
  }
}
