/** `application/json`, and what may follow: parameters. */
const JSON_TYPE = /^application\/json *(?:;(.*))?$/is;
/** The parameter `charset`, in quotes or not. */
const CHARSET = /(?:^|;)\s*charset\s*=\s*"?([^";]*)"?\s*(?=;|$)/gi;
const UTF_8 = /^utf-?8$/i;

/**
 * Is it a body that operations read: JSON in UTF-8, as it is? A charset that nobody named is UTF-8.
 *
 * @param contentType of the request
 * @param contentEncoding of the request
 */
export function isServedType(contentType = '', contentEncoding = ''): boolean {
  const json = JSON_TYPE.exec(contentType.trim());
  if (!json) return false;
  const charsets = [...(json[1] ?? '').matchAll(CHARSET)].map(([, charset = '']) => charset.trim());
  const encodings = contentEncoding.split(',').map((name) => name.trim().toLowerCase());
  return charsets.every((name) => UTF_8.test(name)) && encodings.every((name) => name === '' || name === 'identity');
}
