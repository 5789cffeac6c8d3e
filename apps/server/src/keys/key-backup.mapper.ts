import type { KeyBackup } from '@app/contract';
import type { StoredBackup } from './key-backups.repository.js';

export function toKeyBackup({ version, data, updatedAt }: StoredBackup): KeyBackup {
  return { version, data, updated_at: updatedAt.toISOString() };
}
