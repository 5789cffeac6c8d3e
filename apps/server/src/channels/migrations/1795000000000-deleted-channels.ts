import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Channels are marked as deleted first, and removed bit by bit. */
export class DeletedChannels1795000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // On SQLite, TypeORM's addColumn would copy the table and drop the old one, which messages refer to.
    await runner.query('ALTER TABLE channels ADD COLUMN deleted_at datetime(6)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM channels WHERE deleted_at IS NOT NULL');
    await runner.query('ALTER TABLE channels DROP COLUMN deleted_at');
  }
}
