import { Command } from 'commander';
import { version } from '../core/observability/version.js';
import { backup } from './backup.js';
import { doctor } from './doctor.js';
import { exportData } from './export.js';
import { importData } from './import.js';
import { importDialtoneGo } from './import-dialtone-go.js';
import { invite } from './invite.js';
import { migrate } from './migrate.js';
import { restore } from './restore.js';
import { serve } from './serve.js';
import { session } from './session.js';
import { supportBundle } from './support-bundle.js';
import { user } from './user.js';

/** Every command of the `dialtone` program, in the order of its help. What a command needs is loaded when it runs. */
const COMMANDS = [
  serve,
  migrate,
  backup,
  restore,
  exportData,
  importData,
  importDialtoneGo,
  invite,
  user,
  session,
  doctor,
  supportBundle,
];

/** The `dialtone` program: everything that an operator does with a server. */
export function program(): Command {
  const all = new Command('dialtone')
    .description('Runs a Dialtone server and looks after it.')
    .version(version())
    .showHelpAfterError('(--help tells more)')
    .addHelpText('after', HELP);
  for (const command of COMMANDS) all.addCommand(command());
  return all;
}

const HELP = `
Settings are the DIALTONE_* variables of the server itself, so that each command finds its database and its
secrets; the README lists them. Exit codes: 0 done, 1 failed, 2 called in a way that it does not understand.`;
