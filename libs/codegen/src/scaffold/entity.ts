import type { Column } from './columns.js';
import type { Stored } from './feature.js';
import { camel } from './words.js';

const TYPES = { id: 'string', varchar: 'string', text: 'string', flag: 'boolean', integer: 'number', time: 'Date' };

/** `<one>.entity.ts`: a row of the feature's table. */
export function scaffoldEntity({ schema, table, columns }: Stored): string {
  const decorators = ['Column', 'Entity', 'PrimaryColumn'];
  if (columns.some(({ refersTo }) => refersTo !== undefined)) decorators.push('ForeignKey', 'Index');
  const hasPrimary = columns.some(({ isPrimary }) => isPrimary);
  const used = decorators.filter((name) => name !== 'PrimaryColumn' || hasPrimary).sort();
  const fields = columns.map((column) => field(column, table));
  return `import { ${used.join(', ')} } from 'typeorm';

/** A row of the table \`${table}\`. */
@Entity('${table}')
export class ${schema}Entity {
${fields.join('\n')}}
`;
}

function field(column: Column, table: string): string {
  const { name, kind, isNullable, isPrimary, refersTo } = column;
  const one = camel(name);
  const lines = [
    ...(refersTo === undefined
      ? []
      : [
          `@ForeignKey('${refersTo}', { name: '${foreignKeyName(table, column)}', onDelete: 'CASCADE' })`,
          `@Index('${indexName(table, column)}')`,
        ]),
    `@${isPrimary ? 'PrimaryColumn' : 'Column'}({ ${[
      ...(one === name ? [] : [`name: '${name}'`]),
      ...typeOf(column),
      ...(isPrimary ? [`primaryKeyConstraintName: 'pk_${table}'`] : []),
      ...(isNullable ? ['nullable: true'] : []),
    ].join(', ')} })`,
    `${one}: ${TYPES[kind]}${isNullable ? ' | null' : ''};`,
  ];
  return lines.map((line) => `  ${line}\n`).join('');
}

function typeOf({ kind, length }: Column): string[] {
  switch (kind) {
    case 'id':
      return [`type: 'varchar'`, 'length: 36'];
    case 'varchar':
      return [`type: 'varchar'`, `length: ${length ?? ''}`];
    case 'flag':
      return [`type: 'boolean'`];
    case 'time':
      return [`type: 'datetime'`, 'precision: 6'];
    case 'text':
    case 'integer':
      return [`type: '${kind}'`];
  }
}

/** `bookmarks_channel` for `channel_id` of `bookmarks`. */
export function indexName(table: string, { name }: Column): string {
  return `${table}_${name.replace(/_id$/, '')}`;
}

export function foreignKeyName(table: string, column: Column): string {
  return `fk_${indexName(table, column)}`;
}
