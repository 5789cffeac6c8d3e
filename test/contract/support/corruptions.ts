import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** Stands in what is sent; an error that quotes it quotes the input. */
export const MARK = 'QUOTED-MARK';

/** Something malformed, and its name. */
export type Corruption = readonly [title: string, bytes: Buffer];

/** Texts that are no JSON object, or not one alone, whatever the object was to be. */
export function brokenTexts(valid: object): Corruption[] {
  const json = JSON.stringify(valid);
  const inner = json.slice(1, -1);
  const texts: Record<string, string> = {
    'only white space': ' \n\t ',
    'cut before the end': json.slice(0, -1),
    'cut in the middle': json.slice(0, json.length / 2),
    'cut after the first byte': '{',
    'closed too often': `${json}}`,
    'two values': `${json}${json}`,
    'two values on two lines': `${json}\n${json}`,
    'a value and a bare word': `${json} ${MARK}`,
    'an array around it': `[${json}]`,
    'an empty array': '[]',
    null: 'null',
    true: 'true',
    'a number': '42',
    'a string': JSON.stringify(MARK),
    'the object as a string': JSON.stringify(json),
    'a bare word': MARK,
    'an empty object': '{}',
    'single quotes': json.replaceAll('"', "'"),
    'bare names': json.replaceAll(/"(\w+)":/g, '$1:'),
    'a trailing comma': `{${inner},}`,
    'a leading comma': `{,${inner}}`,
    'a comment': `{/* ${MARK} */${inner}}`,
    'form fields': `${MARK}=1&b=2`,
    XML: `<a>${MARK}</a>`,
    NaN: `{${inner},"n":NaN}`,
    'a number with a leading zero': `{${inner},"n":01}`,
    'a raw line end in a text': `{${inner},"n":"${MARK}\n"}`,
    'a raw NUL in a text': `{${inner},"n":"${MARK}\0"}`,
    'a bad escape': `{${inner},"n":"${MARK}\\x"}`,
    'a cut escape': `{${inner},"n":"${MARK}\\u12"}`,
    'an open text': `{${inner},"n":"${MARK}}`,
    'a field without a value': `{${inner},"n":}`,
    'the same object twice over': `{${inner},${inner}}`,
    'a field twice, written in two ways': `{${inner},"n":1,"\\u006e":2}`,
    'a field twice, deep inside': `{${inner},"n":{"a":{"b":1,"b":2}}}`,
    'a __proto__ field': `{${inner},"__proto__":{"${MARK}":true}}`,
    'a __proto__ field, escaped': `{${inner},"\\u005f_proto__":{}}`,
    'a __proto__ field, deep inside': `{${inner},"n":[{"__proto__":null}]}`,
    'U+0000 in a text': `{${inner},"n":"${MARK}\\u0000"}`,
    'U+0000 in a name': `{${inner},"${MARK}\\u0000":1}`,
    'a lone high surrogate': `{${inner},"n":"${MARK}\\ud800"}`,
    'a lone low surrogate': `{${inner},"n":"\\udc00${MARK}"}`,
    'surrogates in the wrong order': `{${inner},"n":"\\udc00\\ud800"}`,
    'a lone surrogate in a name': `{${inner},"${MARK}\\udfff":1}`,
    '33 levels of arrays': `{${inner},"n":${'['.repeat(32)}${']'.repeat(32)}}`,
    '33 levels of objects': `{${inner},"n":${'{"a":'.repeat(32)}1${'}'.repeat(32)}}`,
    '20,000 levels of arrays': `{${inner},"n":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    '20,000 open arrays': '['.repeat(20_000),
  };
  const bytes: Record<string, Buffer> = {
    'UTF-16': Buffer.from(json, 'utf16le'),
    'UTF-16 with a mark': Buffer.from(`\ufeff${json}`, 'utf16le'),
    'a cut UTF-8 sequence': Buffer.concat([
      Buffer.from(`{${inner},"n":"`),
      Buffer.from([0xe2, 0x82]),
      Buffer.from('"}'),
    ]),
    'an overlong UTF-8 sequence': withByte(inner, [0xc0, 0x80]),
    'a surrogate in UTF-8': withByte(inner, [0xed, 0xa0, 0x80]),
    'Latin-1': withByte(inner, [0xfc]),
    'gzip, and no word of it': gzipSync(json),
    'random bytes': Buffer.concat([Buffer.from([0xff]), randomBytes(512)]),
    'a NUL byte': Buffer.from([0]),
  };
  return [
    ...Object.entries(texts).map(([title, text]) => [title, Buffer.from(text)] as const),
    ...Object.entries(bytes),
  ];
}

function withByte(inner: string, bytes: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(`{${inner},"n":"`), Buffer.from(bytes), Buffer.from('"}')]);
}

/** The object with each of its fields spoilt in turn: missing, and of every wrong type. */
export function brokenFields(valid: Readonly<Record<string, unknown>>, names = Object.keys(valid)): Corruption[] {
  const wrong: Record<string, string> = {
    null: 'null',
    false: 'false',
    'a number': '7',
    '1e400': '1e400',
    'a number of 5,000 digits': '9'.repeat(5000),
    'an empty text': '""',
    'too long a text': JSON.stringify(MARK.repeat(4600)),
    'an object': `{"a":"${MARK}"}`,
    'an array of numbers': '[1,2]',
    'an array of objects': `[{"a":"${MARK}"}]`,
    'an array in an array': '[[[]]]',
  };
  return names.flatMap((name) => {
    const { [name]: _, ...rest } = valid;
    const others = JSON.stringify(rest).slice(1, -1);
    const withValue = (value: string) => Buffer.from(`{${others}${others ? ',' : ''}${JSON.stringify(name)}:${value}}`);
    return [
      [`${name} missing`, Buffer.from(JSON.stringify(rest))] as const,
      ...Object.entries(wrong).map(([title, value]) => [`${name}: ${title}`, withValue(value)] as const),
    ];
  });
}

/** A query with something wrong in it: an unknown parameter, or each known one in turn spoilt. */
export function brokenQueries(valid: string): string[] {
  const known = [...new URLSearchParams(valid)];
  const unknown = [`x=${MARK}`, '__proto__=1', 'constructor=1', `%00=${MARK}`, '%ff=1', `${'a'.repeat(200)}=${MARK}`];
  const spoilt = known.flatMap(([name, value]) => {
    const others = known.filter(([other]) => other !== name).map((pair) => pair.join('='));
    const forms = [`${name}=${value}&${name}=${value}`, `${name}=`, name, `${name}[]=${value}`, `${name}[a]=${value}`];
    const values = ['%00', 'a%00b', '%ED%A0%80', '%', '%ff', MARK.repeat(6), '%F0%9F%98'];
    if (name === 'limit') values.push('0', '-1', '501', '1e2', '1.5', 'NaN', 'Infinity', '0x10', '%201', '%2B5', '1_0');
    return [...forms, ...values.map((one) => `${name}=${one}`)].map((one) => [...others, one].join('&'));
  });
  return [...unknown, 'a=1&a=2', ...spoilt];
}

/** Every text in a value, however deep, that is long enough to be recognised. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 5 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
