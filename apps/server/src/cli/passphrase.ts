import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Option } from 'commander';
import { Failure } from './failure.js';

/** What the operator says of the secrets of an archive. */
export interface SecretsOptions {
  readonly withSecrets?: boolean;
  readonly passphraseFile?: string;
}

/** Shorter ones are guessed. */
const LENGTH = 12;

export function passphraseFileOption(): Option {
  return new Option(
    '--passphrase-file <file>',
    'with the secrets, and the passphrase is the first line of this file',
  ).implies({ withSecrets: true });
}

/** The passphrase to seal with, asked for twice, since nobody could open what a slip has sealed. */
export async function newPassphrase(options: SecretsOptions, signal: AbortSignal): Promise<string> {
  const passphrase = await passphraseOf(options, signal);
  if (passphrase.length < LENGTH) throw new Failure(`The passphrase is shorter than ${String(LENGTH)} characters`);
  if (options.passphraseFile === undefined && (await ask('Again: ', signal)) !== passphrase) {
    throw new Failure('The two passphrases are not the same');
  }
  return passphrase;
}

/** The passphrase of a file, or what is typed on the terminal. */
export async function passphraseOf({ passphraseFile }: SecretsOptions, signal: AbortSignal): Promise<string> {
  if (passphraseFile === undefined) return ask('Passphrase of the secrets: ', signal);
  const text = await readFile(passphraseFile, 'utf8').catch((error: unknown) => {
    throw new Failure(`The passphrase cannot be read: ${(error as Error).message}`);
  });
  return text.split(/\r?\n/, 1)[0];
}

/** Asks on the terminal, where what is typed does not show. */
async function ask(question: string, signal: AbortSignal): Promise<string> {
  if (!process.stdin.isTTY) throw new Failure('There is no terminal to ask for the passphrase: use --passphrase-file');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT')); // the terminal sends none while it is asked
  process.stderr.write(question);
  try {
    return await lines.question('', { signal });
  } catch {
    throw new Failure('stopped');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
