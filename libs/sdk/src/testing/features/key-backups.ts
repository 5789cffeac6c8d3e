import type { KeyBackup } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { OperationHandlers } from '../context.js';
import { defineTable, type State } from '../state.js';

interface StoredBackup extends KeyBackup {
  readonly user_id: string;
}

/** By the ids of their users. */
const backupTable = defineTable<StoredBackup>(({ user_id }) => [user_id]);

export const keyBackups = {
  getKeyBackup: ({ state, user }) => {
    const { user_id: _, ...backup } = backupOf(state, user.id);
    return backup;
  },

  putKeyBackup: ({ state, user }, { version, data }) => {
    const backups = state.rows(backupTable);
    if ((backups.get(user.id)?.version ?? 0) !== version - 1) throw new DialtoneError('backup_conflict');
    backups.set(user.id, { user_id: user.id, version, data, updated_at: state.clock.stamp() });
    return { status: 'ok' };
  },

  deleteKeyBackup: ({ state, user }) => {
    backupOf(state, user.id);
    state.rows(backupTable).delete(user.id);
    return undefined;
  },
} satisfies Partial<OperationHandlers>;

function backupOf(state: State, userId: string): StoredBackup {
  const backup = state.rows(backupTable).get(userId);
  if (backup === undefined) throw new DialtoneError('backup_not_found');
  return backup;
}
