import { cleaned } from './values.js';
import { SETTINGS, type SettingName, unknownSettings } from './config.js';

/** Settings whose values say nothing about people, places and secrets. */
const OPEN: readonly SettingName[] = [
  'DIALTONE_DB_WAIT',
  'DIALTONE_RATE_LIMIT',
  'DIALTONE_ARGON2',
  'DIALTONE_LOG_LEVEL',
  'DIALTONE_LOG_SLOW_MS',
  'DIALTONE_DRAIN_SECONDS',
];

/** Of each setting what may be shown to anybody: its value where that is harmless, else only whether it is set. */
export function reportSettings(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const of = (name: SettingName): string => {
    const value = cleaned(env[name] ?? '');
    if (value === '') return 'not set';
    return OPEN.includes(name) ? value : 'set';
  };
  const known = Object.fromEntries(SETTINGS.map((name) => [name, of(name)]));
  return { ...known, ...(unknownSettings(env).length > 0 ? { unknown: String(unknownSettings(env).length) } : {}) };
}
