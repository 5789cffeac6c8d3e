import { type Command, CommanderError } from 'commander';
import { StartError } from '../core/config/start-error.js';
import { Failure } from './failure.js';

/** How the program ends: done, failed, or called in a way that it does not understand. */
const FAILED = 1;
const MISUSED = 2;

/**
 * Runs the command that the arguments name, and sets the process's exit code. What is wrong is told on standard error:
 * in words where somebody can do something about it, otherwise with its stack.
 */
export async function run(program: Command, argv: readonly string[] = process.argv): Promise<void> {
  process.umask(0o077); // files are for the server's user alone
  for (const command of withSubcommands(program)) command.exitOverride();
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : MISUSED; // help and version end so too; it has told by itself
    } else {
      process.exitCode = FAILED;
      console.error(error instanceof StartError || error instanceof Failure ? error.message : error);
    }
  }
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
