import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SOURCE = resolve(import.meta.dirname, '../../../contract/src/protocol');
const BANNER = '// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.';

/**
 * The rules of the protocol that the server and the SDK's fake server share, and the types of the tables, copied into
 * the SDK, because it imports nothing but itself.
 *
 * @returns path in `folder` → text
 */
export function copyProtocol(folder: string): [path: string, text: string][] {
  const names = readdirSync(SOURCE).filter((name) => !name.endsWith('.spec.ts'));
  return names.sort().map((name) => [`${folder}/${name}`, `${BANNER}\n${readFileSync(join(SOURCE, name), 'utf8')}`]);
}
