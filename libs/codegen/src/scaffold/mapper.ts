import type { Column } from './columns.js';
import type { Stored } from './feature.js';
import { camel } from './words.js';

/** `<one>.mapper.ts`: what of a row may leave the server. */
export function scaffoldMapper({ schema, file, variable, columns }: Stored): string {
  const fields = columns.map((column) => `    ${column.name}: ${valueOf(column, variable)},\n`);
  return `import type { ${schema} } from '@app/contract';
import type { ${schema}Entity } from './${file}.entity.js';

export function to${schema}(${variable}: ${schema}Entity): ${schema} {
  return {
${fields.join('')}  };
}
`;
}

function valueOf({ name, kind, isNullable }: Column, variable: string): string {
  const value = `${variable}.${camel(name)}`;
  if (kind !== 'time') return value;
  return isNullable ? `${value}?.toISOString() ?? null` : `${value}.toISOString()`;
}
