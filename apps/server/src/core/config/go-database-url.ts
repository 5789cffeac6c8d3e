import { cleaned } from './values.js';

/** Where the URL of dialtone-go's database may stand, instead of the command line, which every user of a machine can read. */
export const GO_DATABASE_URL = 'DIALTONE_GO_DATABASE_URL';

/** The URL of dialtone-go's database, if it is set; null otherwise. */
export function findGoDatabaseUrl(env: NodeJS.ProcessEnv = process.env): string | null {
  return cleaned(env[GO_DATABASE_URL] ?? '') || null;
}
