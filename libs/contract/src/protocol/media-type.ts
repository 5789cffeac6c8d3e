/** `application/json`, and what may follow: parameters. */
const JSON_TYPE = /^application\/json *(?:;(.*))?$/is;
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
  const charsets = charsetsIn(json[1] ?? '');
  const encodings = contentEncoding.split(',').map((name) => name.trim().toLowerCase());
  return charsets.every((name) => UTF_8.test(name)) && encodings.every((name) => name === '' || name === 'identity');
}

/**
 * The values of the parameter `charset`, without quotes. Taken apart by splitting: a pattern with several places for the
 * same blanks would take minutes for a header that is full of them.
 */
function charsetsIn(parameters: string): string[] {
  return parameters.split(';').flatMap((parameter) => {
    const [name = '', value] = parameter.split('=', 2);
    return name.trim().toLowerCase() === 'charset' && value !== undefined ? value.replaceAll('"', '').trim() : [];
  });
}
