// The terminal side of chat.mjs; it knows nothing of Dialtone.
import { clearLine, createInterface, cursorTo } from 'node:readline';
import { Writable } from 'node:stream';

const isTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
let echo = true;
const screen = new Writable({ write: (text, _, done) => (echo ? process.stdout.write(text, done) : done()) });
const input = createInterface({
  input: process.stdin,
  output: Object.assign(screen, { columns: process.stdout.columns }),
  terminal: isTerminal,
  prompt: isTerminal ? '> ' : '',
});
const leaving = new AbortController();

/** The lines that are typed, until the end of the input. */
export const lines = input[Symbol.asyncIterator]();

/** Aborts when it is time to go: at Ctrl-C, or after `leave()`. */
export const signal = leaving.signal;

/** Ends the program in order; with a reason when something went wrong. Only the first call counts. */
export function leave(reason) {
  if (signal.aborted) return;
  leaving.abort();
  input.close();
  if (isTerminal) console.log();
  if (reason === undefined) return;
  console.error(reason);
  process.exitCode = 1;
}

/** Shows a line without tearing the one that is being typed. */
export function print(text) {
  if (isTerminal) cursorTo(process.stdout, 0) && clearLine(process.stdout, 0);
  console.log(text);
  if (isTerminal && !signal.aborted) input.prompt(true);
}

/** Asks for the password without showing it; CHAT_PASSWORD answers for scripts. */
export async function askPassword() {
  if (process.env.CHAT_PASSWORD) return process.env.CHAT_PASSWORD;
  process.stdout.write('Password: ');
  echo = false;
  const { value } = await lines.next();
  echo = true;
  console.log();
  if (!value) throw new Error('a password is needed');
  return value;
}

for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => leave());
if (isTerminal) {
  input.once('close', () => leave()); // Ctrl-C and Ctrl-D
  input.on('line', () => input.prompt());
}
