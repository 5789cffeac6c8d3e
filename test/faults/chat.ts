// Kills the process that holds a chat session again and again, even while it connects, in the middle of a conversation
// over a line that breaks. Every message has to be shown by one of the processes, in order, and by none twice.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { ChatSession, fileStore, memoryStore } from '@dialtone/sdk/chat';
import { freshSqlite } from '../support/database.js';
import { operator, PASSWORD } from '../support/people.js';
import { FaultyLine, type FaultKind } from './faulty-line.js';
import { size, Stage } from './stage.js';

const kills = size('FAULT_KILLS', 40);
const SEND_PAUSE_MS = 20;
/** Faults that pass by themselves or end the connection at once: one that is noticed late would only prolong the run. */
const lineFaults: readonly FaultKind[] = ['cut', 'reset', 'stall', 'delay', 'down'];
const PATIENCE_MS = 60_000;

/** How far a process has come: it has started, its connection is open, and it has caught up. */
const states = ['begins', 'online', 'connected'] as const;
type State = (typeof states)[number];

/** What a process says: see chat-listener.mjs. */
interface Said {
  readonly id?: string;
  readonly text?: string | null;
  readonly state?: State;
  readonly fault?: string;
}

const faults: string[] = [];
const stage = new Stage(await freshSqlite());
const folder = await mkdtemp(join(tmpdir(), 'dialtone-chat-'));

/** A process that holds the session. */
class Listener {
  readonly shown: string[] = [];
  private readonly states = new Set<string>();
  private readonly child: ChildProcess;
  private readonly exited: Promise<unknown>;

  constructor() {
    const program = resolve(import.meta.dirname, 'chat-listener.mjs');
    const env = { ...process.env, CHAT_PASSWORD: PASSWORD };
    const child = spawn(process.execPath, [program, folder], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.child = child;
    this.exited = once(child, 'close');
    createInterface({ input: child.stdout }).on('line', (line) => this.hear(JSON.parse(line) as Said));
  }

  /** Resolves with whether the process has come so far. */
  async comes(isSoFar: () => boolean): Promise<boolean> {
    const start = performance.now();
    while (!isSoFar() && this.child.exitCode === null && performance.now() - start < PATIENCE_MS) await delay(5);
    return isSoFar();
  }

  async reaches(state: State): Promise<boolean> {
    return this.comes(() => this.states.has(state));
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  async close(): Promise<void> {
    this.child.stdin?.end();
    await this.exited;
    if (this.child.exitCode !== 0) faults.push(`the last process ended with ${String(this.child.exitCode)}`);
  }

  private hear({ id, text, state, fault }: Said): void {
    if (state !== undefined) this.states.add(state);
    if (fault !== undefined) faults.push(fault);
    if (id !== undefined) this.shown.push(id);
    if (text === null) faults.push(`${id ?? ''} could not be read`);
  }
}

async function register(username: string, options: { baseUrl: string; store: ReturnType<typeof memoryStore> }) {
  const { token: inviteToken } = await operator(stage).invites.create();
  const chat = await ChatSession.register({ ...options, username, password: PASSWORD, inviteToken });
  await chat.connect();
  return chat;
}

/** Kills one process after the other, each at some point between its start and its first few messages. */
async function killAll(line: FaultyLine): Promise<Listener[]> {
  const listeners: Listener[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const listener = new Listener();
    listeners.push(listener);
    const state = states[kill % states.length];
    if (!(await listener.reaches(state))) faults.push(`process ${String(kill)} did not get far`);
    const kind = lineFaults[Math.floor(Math.random() * lineFaults.length)];
    // So slow that some processes are killed after they heard of messages and before they showed them.
    if (state === 'online') line.inflict('delay', 150);
    else if (Math.random() < 0.3) line.inflict(kind, 50 + 250 * Math.random());
    await delay(300 * Math.random());
    await listener.kill();
  }
  return listeners;
}

try {
  await stage.start();
  const line = await FaultyLine.to(stage.url);
  const alice = await register('alice', { baseUrl: stage.url, store: memoryStore() });
  const { id: channelId } = await alice.createChannel('general');
  const bob = await register('bob', { baseUrl: line.url, store: fileStore(folder, { passphrase: PASSWORD }) });
  while (!(await bob.channels()).some(({ hasKey }) => hasKey)) await delay(20);
  await bob.close();

  const start = performance.now();
  const sent: string[] = [];
  let isOver = false;
  const talk = async () => {
    while (!isOver) {
      sent.push((await alice.send(channelId, `message ${String(sent.length)}`)).id);
      await delay(2 * SEND_PAUSE_MS * Math.random());
    }
  };
  const talking = talk();
  const listeners = await killAll(line);
  isOver = true;
  await talking;
  const last = new Listener();
  listeners.push(last);
  await last.reaches('connected');
  await last.comes(() => listeners.some((listener) => listener.shown.at(-1) === sent.at(-1)));
  await last.close();

  const shown = listeners.flatMap((listener) => listener.shown);
  const missing = sent.filter((id) => !shown.includes(id));
  if (missing.length > 0)
    faults.push(`${String(missing.length)} messages were never shown, the first is ${missing[0]}`);
  for (const [index, listener] of listeners.entries()) {
    const places = listener.shown.map((id) => sent.indexOf(id));
    if (places.some((place, i) => i > 0 && place <= places[i - 1])) {
      faults.push(`process ${String(index)} showed messages twice, or in another order`);
    }
  }
  const idle = listeners.filter((listener) => listener.shown.length === 0).length;
  if (idle === listeners.length - 1)
    faults.push('no process but the last one showed anything: the kills prove nothing');
  console.log(
    `figures: ${String(kills)} kills of the process that holds a session in ${((performance.now() - start) / 1000).toFixed(1)} s: ` +
      `${String(sent.length)} messages, ${String(shown.length - new Set(shown).size)} of them shown again by a later process, ` +
      `${String(idle)} processes killed before they showed any, ${String(faults.length)} broken promises`,
  );
  await alice.close();
  await line.close();
} finally {
  await stage.remove();
  await rm(folder, { recursive: true, force: true });
}
for (const fault of faults.slice(0, 10)) console.error(`  ${fault}`);
if (faults.length > 0) process.exitCode = 1;
