import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const IN_ORDER = new TableIndex({ name: 'users_created_at', columnNames: ['created_at', 'id'] });

/** Users can be disabled, and are listed in the order in which they came. */
export class DisabledUsers1796315000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // MySQL does not take a change of tables back: one that was interrupted goes on here.
    if (!(await runner.hasColumn('users', 'disabled_at'))) {
      // On SQLite, TypeORM's addColumn would copy the table and drop the old one, which others refer to.
      await runner.query('ALTER TABLE users ADD COLUMN disabled_at datetime(6)');
    }
    await runner.createIndex('users', IN_ORDER);
  }

  /** An older server knows nobody as disabled: it must not let them in again, so they lose password and role. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE users SET password_hash = NULL, is_admin = FALSE WHERE disabled_at IS NOT NULL');
    await runner.dropIndex('users', IN_ORDER);
    await runner.query('ALTER TABLE users DROP COLUMN disabled_at');
  }
}
