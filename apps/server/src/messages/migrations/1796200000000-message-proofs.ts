import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages may carry the signature of the device that sent them. A column at the end is added at once, however many there are. */
export class MessageProofs1796200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // MySQL does not take a change of tables back: one that was interrupted goes on here.
    if (await runner.hasColumn('messages', 'proof')) return;
    // On SQLite, TypeORM's addColumn would copy the table.
    const text = runner.dataSource.options.type === 'better-sqlite3' ? '' : 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
    await runner.query(`ALTER TABLE messages ADD COLUMN proof varchar(255) ${text} NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn('messages', 'proof')) await runner.query('ALTER TABLE messages DROP COLUMN proof');
  }
}
