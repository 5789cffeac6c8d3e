import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, primary } from '../../core/database/columns.js';

/** The backups of users' keys, in parts: MySQL's `text` holds 64 KiB. */
export class KeyBackups1796100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, integer, text, time } = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'key_backups',
        columns: [
          id('user_id', primary('key_backups')),
          integer('part', primary('key_backups')),
          integer('version'),
          text('data'),
          time('updated_at'),
        ],
        foreignKeys: [foreignKey('fk_key_backups_user', 'user_id', 'users', 'CASCADE')],
      }),
      true,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('key_backups');
  }
}
