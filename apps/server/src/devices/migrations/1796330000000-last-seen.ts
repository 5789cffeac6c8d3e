import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a device was seen last. */
export class LastSeen1796330000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // On SQLite, TypeORM's addColumn would copy the table and drop the old one, which others refer to.
    await runner.query('ALTER TABLE devices ADD COLUMN last_seen_at datetime(6)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE devices DROP COLUMN last_seen_at');
  }
}
