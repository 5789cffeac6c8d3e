import type { Column } from './columns.js';
import { foreignKeyName, indexName } from './entity.js';
import type { Stored } from './feature.js';

/** `migrations/<time>-<feature>.ts`: makes the feature's table. */
export function scaffoldMigration({ table, columns }: Stored, className: string): string {
  const keys = columns.filter(({ refersTo }) => refersTo !== undefined);
  const kinds = [...new Set(columns.map(({ kind }) => kind))];
  const helpers = [
    'columnsFor',
    ...(keys.length > 0 ? ['foreignKey'] : []),
    ...(columns.some(({ isNullable }) => isNullable) ? ['nullable'] : []),
    ...(columns.some(({ isPrimary }) => isPrimary) ? ['primary'] : []),
  ];
  const indices = keys.map((key) => `{ name: '${indexName(table, key)}', columnNames: ['${key.name}'] }`);
  const foreignKeys = keys.map(
    (key) => `foreignKey('${foreignKeyName(table, key)}', '${key.name}', '${key.refersTo ?? ''}', 'CASCADE')`,
  );
  const parts = [
    `name: '${table}'`,
    `columns: [${columns.map((column) => call(column, table)).join(', ')}]`,
    ...(indices.length > 0 ? [`indices: [${indices.join(', ')}]`] : []),
    ...(foreignKeys.length > 0 ? [`foreignKeys: [${foreignKeys.join(', ')}]`] : []),
  ];
  return `import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { ${helpers.join(', ')} } from '../../core/database/columns.js';

/** Makes the table \`${table}\`. */
export class ${className} implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { ${kinds.join(', ')} } = columnsFor(runner);
    await runner.createTable(
      new Table({
        ${parts.join(',\n        ')},
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('${table}');
  }
}
`;
}

function call({ name, kind, length, isPrimary, isNullable }: Column, table: string): string {
  const extra = isPrimary ? [`primary('${table}')`] : isNullable ? ['nullable'] : [];
  return `${kind}(${[`'${name}'`, ...(length === undefined ? [] : [String(length)]), ...extra].join(', ')})`;
}
