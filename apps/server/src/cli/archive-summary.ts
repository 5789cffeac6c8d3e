import { type Manifest, rowsOf } from '../core/database/archive/manifest.js';
import { grouped } from './progress-line.js';

/** What a command about an archive prints for scripts. */
export function summaryOf(manifest: Manifest, more: Readonly<Record<string, unknown>>): object {
  const { dialtone, created_at, store, migrations, secrets, tables } = manifest;
  return {
    ...more,
    dialtone,
    created_at,
    store,
    migrations,
    secrets: secrets !== null,
    rows: rowsOf(manifest),
    tables: Object.fromEntries(tables.map(({ name, rows, sha256 }) => [name, { rows, sha256 }])),
  };
}

/** How much it is, in words. */
export function amountOf(manifest: Manifest): string {
  const messages = manifest.tables.find(({ name }) => name === 'messages')?.rows ?? 0;
  return `${grouped(rowsOf(manifest))} rows, ${grouped(messages)} messages among them`;
}
