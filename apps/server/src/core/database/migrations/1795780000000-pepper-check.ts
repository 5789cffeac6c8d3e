import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, nullable, primary } from '../columns.js';

/** The one row that tells whether a pepper is the right one; the first start after this fills it in. */
export class PepperCheck1795780000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { integer, flag, varchar } = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'pepper_check',
        columns: [integer('id', primary('pepper_check')), flag('had_users'), varchar('mac', 64, nullable)],
      }),
    );
    await runner.query(
      'INSERT INTO pepper_check (id, had_users, mac) SELECT 1, CASE WHEN COUNT(*) > 0 THEN 1 ELSE 0 END, NULL FROM users',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('pepper_check');
  }
}
