import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, nullable, primary } from '../../core/database/columns.js';

const NAME = 'channel_keys';
const KEY = ['channel_id', 'device_id', 'sender_device_id'];
const REST = ['sender_user_id', 'sender_public_key', 'envelope', 'created_at'];

/** Each version of a channel's key has envelopes of its own; those of before are of version 0. */
export class EnvelopesByVersion1796310000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (isSqlite(runner)) await rebuild(runner, true);
    // MySQL does not take a change of tables back: one that was interrupted goes on here.
    else if (!(await runner.hasColumn(NAME, 'version'))) {
      await runner.query(
        `ALTER TABLE ${NAME} ADD COLUMN version integer NOT NULL DEFAULT 0 AFTER channel_id,
           DROP PRIMARY KEY, ADD PRIMARY KEY (channel_id, version, device_id, sender_device_id)`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    if (isSqlite(runner)) await rebuild(runner, false);
    else if (await runner.hasColumn(NAME, 'version')) {
      await runner.query(`DELETE FROM ${NAME} WHERE version > 0`);
      await runner.query(
        `ALTER TABLE ${NAME} DROP COLUMN version, DROP PRIMARY KEY, ADD PRIMARY KEY (${KEY.join(', ')})`,
      );
    }
  }
}

function isSqlite(runner: QueryRunner): boolean {
  return runner.dataSource.options.type === 'better-sqlite3';
}

/** SQLite cannot change a primary key: the rows move to a new table, to which nothing refers. */
async function rebuild(runner: QueryRunner, byVersion: boolean): Promise<void> {
  await runner.query(`ALTER TABLE ${NAME} RENAME TO ${NAME}_before`);
  await runner.query('DROP INDEX channel_keys_device');
  await runner.createTable(tableOf(runner, byVersion));
  const columns = [...KEY, ...REST].join(', ');
  const ofBefore = byVersion ? '' : 'WHERE version = 0';
  await runner.query(`INSERT INTO ${NAME} (${columns}) SELECT ${columns} FROM ${NAME}_before ${ofBefore}`);
  await runner.query(`DROP TABLE ${NAME}_before`);
}

function tableOf(runner: QueryRunner, byVersion: boolean): Table {
  const { id, integer, varchar, text, time } = columnsFor(runner);
  return new Table({
    name: NAME,
    columns: [
      id('channel_id', primary(NAME)),
      ...(byVersion ? [integer('version', { ...primary(NAME), default: 0 })] : []),
      id('device_id', primary(NAME)),
      id('sender_device_id', primary(NAME)),
      id('sender_user_id', nullable),
      varchar('sender_public_key', 256),
      text('envelope'),
      time('created_at'),
    ],
    indices: [{ name: 'channel_keys_device', columnNames: ['device_id'] }],
    foreignKeys: [
      foreignKey('fk_channel_keys_channel', 'channel_id', 'channels', 'CASCADE'),
      foreignKey('fk_channel_keys_device', 'device_id', 'devices', 'CASCADE'),
    ],
  });
}
