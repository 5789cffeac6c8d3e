import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, nullable, primary } from '../../core/database/columns.js';

const COLUMNS = ['key_version', 'key_epoch', 'name_key_version'] as const;

/** Channels get new keys. */
export class KeyVersions1796300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) {
      // MySQL does not take a change of tables back: one that was interrupted goes on here.
      if (await runner.hasColumn('channels', column)) continue;
      // On SQLite, TypeORM's addColumn would copy the table and drop the old one, which messages refer to.
      await runner.query(`ALTER TABLE channels ADD COLUMN ${column} integer NOT NULL DEFAULT 0`);
    }
    for (const table of tables(runner)) await runner.createTable(table, true);
    await runner.query('DELETE FROM key_epoch');
    await runner.query('INSERT INTO key_epoch (id, epoch) VALUES (1, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(runner)) await runner.dropTable(name);
    for (const column of COLUMNS) await runner.query(`ALTER TABLE channels DROP COLUMN ${column}`);
  }
}

function tables(runner: QueryRunner): Table[] {
  const { id, varchar, integer, time } = columnsFor(runner);
  return [
    new Table({
      name: 'channel_key_versions',
      columns: [
        id('channel_id', primary('channel_key_versions')),
        integer('version', primary('channel_key_versions')),
        varchar('commitment', 44),
        varchar('previous', 44, nullable),
        id('device_id'),
        id('user_id'),
        varchar('signature', 88),
        time('made_at'),
      ],
      foreignKeys: [foreignKey('fk_channel_key_versions_channel', 'channel_id', 'channels', 'CASCADE')],
    }),
    new Table({ name: 'key_epoch', columns: [integer('id', primary('key_epoch')), integer('epoch')] }),
  ];
}
