/** First line of every generated file. */
export const BANNER = '// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.';

/** A whole file: banner, blank line, parts separated by blank lines, newline at the end. */
export function file(...parts: readonly string[]): string {
  const body = parts.filter((part) => part.trim() !== '').map((part) => part.trim());
  return `${[BANNER, ...body].join('\n\n')}\n`;
}

/** A declaration of several lines, each of which ends with a newline. */
export function block(comment: string, head: string, lines: readonly string[], end = ''): string {
  return `${comment}\n${head}\n${lines.join('')}${end}`;
}

/** A TypeScript literal: single quotes, bare keys where they can be. */
export function literal(value: unknown): string {
  if (typeof value === 'string') {
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  }
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, field]) => `${keyOf(key)}: ${literal(field)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

/** A property name, quoted where it must be. */
export function keyOf(name: string): string {
  return /^([A-Za-z_]\w*|0|[1-9]\d*)$/.test(name) ? name : literal(name);
}

/** A regular expression literal, with the `u` flag. */
export function regex(pattern: string): string {
  return new RegExp(pattern, 'u').toString();
}

/** A doc comment of these paragraphs, or nothing; ends with a newline. */
export function doc(paragraphs: readonly string[], indent = ''): string {
  const lines = paragraphs
    .map((paragraph) => paragraph.trim().replaceAll('*/', '*\\/'))
    .filter((paragraph) => paragraph !== '')
    .flatMap((paragraph, index) => [...(index > 0 ? [''] : []), ...paragraph.split('\n')]);
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line ? ` ${line}` : ''}\n`).join('')}${indent} */\n`;
}

/** The text in lines of at most 100 characters; its own line breaks are kept. */
export function wrap(text: string): string {
  const lines: string[] = [];
  for (const line of text.trim().split('\n')) {
    let start = lines.length;
    lines.push('');
    for (const word of line.split(' ')) {
      if (lines[start] !== '' && `${lines[start] ?? ''} ${word}`.length > 100) start = lines.push('') - 1;
      lines[start] = lines[start] === '' ? word : `${lines[start] ?? ''} ${word}`;
    }
  }
  return lines.join('\n');
}

/** An import line, with or without `type`; nothing where there are no names. */
export function importLine(
  names: Iterable<string>,
  from: string,
  kind: 'import' | 'import type' = 'import type',
): string {
  const sorted = [...new Set(names)].sort();
  return sorted.length === 0 ? '' : `${kind} { ${sorted.join(', ')} } from '${from}';`;
}

export function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
