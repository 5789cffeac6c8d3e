import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, primary } from '../columns.js';

/** The one row that tells until when another server's data were taken over, in ms; there is none before the first time. */
export class Takeover1796345000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { integer, bigint } = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'takeover',
        columns: [integer('id', primary('takeover')), bigint('complete_until')],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('takeover');
  }
}
