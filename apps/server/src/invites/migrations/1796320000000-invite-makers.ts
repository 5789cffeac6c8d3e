import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { columnsFor, nullable } from '../../core/database/columns.js';

const COLUMNS = ['created_by', 'reset_user_id'] as const;

/** An invite ends with the admin who made it, and may be for a new password. */
export class InviteMakers1796320000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const name of COLUMNS) {
      // MySQL does not take a change of tables back: one that was interrupted goes on here.
      if (await runner.hasColumn('invites', name)) continue;
      await runner.addColumn('invites', new TableColumn(columnsFor(runner).id(name, nullable)));
    }
  }

  /** An invite for a new password must not become one for any name. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM invites WHERE reset_user_id IS NOT NULL');
    for (const name of COLUMNS) await runner.dropColumn('invites', name);
  }
}
