import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { columnsFor, nullable } from '../../core/database/columns.js';

/** An invite may be for one reserved name. */
export class ReservedNames1795700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('invites', new TableColumn(columnsFor(runner).id('user_id', nullable)));
  }

  /** An invite for a reserved name must not become one for any name. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM invites WHERE user_id IS NOT NULL');
    await runner.dropColumn('invites', 'user_id');
  }
}
