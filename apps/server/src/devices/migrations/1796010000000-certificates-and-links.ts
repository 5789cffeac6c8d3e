import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, nullable, primary } from '../../core/database/columns.js';

/** Devices get certificates of their user's identity, and ask each other to be linked. */
export class CertificatesAndLinks1796010000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // MySQL does not take a change of tables back: one that was interrupted goes on here.
    for (const table of tables(runner)) await runner.createTable(table, true);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables(runner).reverse()) await runner.dropTable(table, true);
  }
}

function tables(runner: QueryRunner): Table[] {
  const { id, varchar, text, integer, time } = columnsFor(runner);
  return [
    new Table({
      name: 'device_certificates',
      columns: [
        id('device_id', primary('device_certificates')),
        varchar('identity_key', 44),
        varchar('signing_key', 44, nullable),
        integer('generation'),
        text('capabilities'),
        varchar('signed_at', 24),
        varchar('signature', 88),
      ],
      foreignKeys: [foreignKey('fk_device_certificates_device', 'device_id', 'devices', 'CASCADE')],
    }),
    new Table({
      name: 'device_links',
      columns: [
        id('device_id', primary('device_links')),
        text('request'),
        text('answer', nullable),
        time('expires_at'),
      ],
      indices: [{ name: 'device_links_expires_at', columnNames: ['expires_at'] }],
      foreignKeys: [foreignKey('fk_device_links_device', 'device_id', 'devices', 'CASCADE')],
    }),
  ];
}
