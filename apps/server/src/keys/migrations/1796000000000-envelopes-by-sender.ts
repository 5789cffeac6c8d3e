import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, nullable, primary } from '../../core/database/columns.js';

const TABLES = ['channel_keys', 'directory_keys'] as const;

type Name = (typeof TABLES)[number];

/** What tells the rows of one key and device. */
const RECEIVER = { channel_keys: ['channel_id', 'device_id'], directory_keys: ['device_id'] } as const;

/** A device keeps an envelope from each device that sealed one, instead of the last one alone. */
export class EnvelopesBySender1796000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const name of TABLES) {
      if (isSqlite(runner)) await rebuild(runner, name, true);
      // MySQL does not take a change of tables back: one that was interrupted goes on here.
      else if (!(await runner.hasColumn(name, 'sender_user_id'))) {
        await runner.query(
          `ALTER TABLE ${name}
             ADD COLUMN sender_user_id varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL AFTER sender_device_id,
             DROP PRIMARY KEY, ADD PRIMARY KEY (${[...RECEIVER[name], 'sender_device_id'].join(', ')})`,
        );
      }
      await runner.query(
        `UPDATE ${name} SET sender_user_id = (SELECT user_id FROM devices WHERE devices.id = ${name}.sender_device_id)
         WHERE sender_user_id IS NULL`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of TABLES) {
      const isSame = RECEIVER[name].map((column) => `newer.${column} = ${name}.${column}`).join(' AND ');
      const newer = `${isSame} AND (newer.created_at > ${name}.created_at
        OR newer.created_at = ${name}.created_at AND newer.sender_device_id > ${name}.sender_device_id)`;
      if (isSqlite(runner)) {
        await runner.query(`DELETE FROM ${name} WHERE EXISTS (SELECT 1 FROM ${name} newer WHERE ${newer})`);
        await rebuild(runner, name, false);
      } else if (await runner.hasColumn(name, 'sender_user_id')) {
        await runner.query(`DELETE ${name} FROM ${name} JOIN ${name} newer ON ${newer}`);
        await runner.query(
          `ALTER TABLE ${name} DROP COLUMN sender_user_id,
             DROP PRIMARY KEY, ADD PRIMARY KEY (${RECEIVER[name].join(', ')})`,
        );
      }
    }
  }
}

function isSqlite(runner: QueryRunner): boolean {
  return runner.dataSource.options.type === 'better-sqlite3';
}

/** SQLite cannot change a primary key: the rows move to a new table, to which nothing refers. */
async function rebuild(runner: QueryRunner, name: Name, bySender: boolean): Promise<void> {
  await runner.query(`ALTER TABLE ${name} RENAME TO ${name}_before`);
  if (name === 'channel_keys') await runner.query('DROP INDEX channel_keys_device');
  await runner.createTable(tableOf(runner, name, bySender));
  const columns = [...RECEIVER[name], 'sender_device_id', 'sender_public_key', 'envelope', 'created_at'].join(', ');
  await runner.query(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM ${name}_before`);
  await runner.query(`DROP TABLE ${name}_before`);
}

function tableOf(runner: QueryRunner, name: Name, bySender: boolean): Table {
  const { id, varchar, text, time } = columnsFor(runner);
  const isOfChannel = name === 'channel_keys';
  return new Table({
    name,
    columns: [
      ...RECEIVER[name].map((column) => id(column, primary(name))),
      ...(bySender
        ? [id('sender_device_id', primary(name)), id('sender_user_id', nullable)]
        : [id('sender_device_id')]),
      varchar('sender_public_key', 256),
      text('envelope'),
      time('created_at'),
    ],
    indices: isOfChannel ? [{ name: 'channel_keys_device', columnNames: ['device_id'] }] : [],
    foreignKeys: [
      ...(isOfChannel ? [foreignKey('fk_channel_keys_channel', 'channel_id', 'channels', 'CASCADE')] : []),
      foreignKey(`fk_${name}_device`, 'device_id', 'devices', 'CASCADE'),
    ],
  });
}
