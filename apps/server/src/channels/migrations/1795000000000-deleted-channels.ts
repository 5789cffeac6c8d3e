import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Channels are marked as deleted, and cleared away bit by bit. */
export class DeletedChannels1795000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Not with TypeORM's own call, which makes SQLite's table anew and drops the old one, that messages refer to.
    await runner.query('ALTER TABLE channels ADD COLUMN deleted_at datetime(6)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM channels WHERE deleted_at IS NOT NULL');
    await runner.query('ALTER TABLE channels DROP COLUMN deleted_at');
  }
}
