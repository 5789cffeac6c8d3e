import { resolve } from 'node:path';
import { ADMIN_TOKEN_FILE, readSecret } from './secrets.js';
import { cleaned } from './values.js';

/** The admin token that is set, or the one in the data folder; null when there is none. Makes nothing. */
export function findAdminToken(env: NodeJS.ProcessEnv = process.env): string | null {
  const given = cleaned(env.DIALTONE_ADMIN_TOKEN ?? '');
  if (given !== '') return given;
  const text = readSecret(resolve(cleaned(env.DIALTONE_DATA_DIR ?? '') || 'data'), ADMIN_TOKEN_FILE);
  return text === null ? null : cleaned(text);
}
