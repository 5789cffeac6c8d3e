import type { Feature, Stored } from './feature.js';

/** `<feature>.repository.ts`: the SQL that most features need; the rest is theirs. */
export function scaffoldRepository({ name }: Feature, { schema, file, variable, table }: Stored): string {
  return `import { Injectable } from '@nestjs/common';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { ${schema}Entity } from './${file}.entity.js';

/** The rows of \`${table}\`. */
@Injectable()
export class ${name}Repository {
  constructor(private readonly db: Database) {}

  /** Every one that is stored. */
  list(): Promise<${schema}Entity[]> {
    return this.db.read.find(${schema}Entity);
  }

  async insert(tx: Transaction, ${variable}: ${schema}Entity): Promise<void> {
    await tx.manager.insert(${schema}Entity, ${variable});
  }

  /** Deletes one; false when there is no such one. */
  async delete(tx: Transaction, id: string): Promise<boolean> {
    const { affected } = await tx.manager.delete(${schema}Entity, { id });
    return affected === 1;
  }
}
`;
}
