// Starts the built server on an empty data folder, six times: from process start to the first 200 of /health the best of
// them takes at most two seconds on a quiet machine. Each time SIGTERM has to end the server with exit code 0.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const main = resolve(import.meta.dirname, '../../dist/apps/server/src/main.js');
const limitMs = Number(process.env.SMOKE_LIMIT_MS ?? 2000);
const deadlineMs = 20_000;

/** One start and stop; milliseconds from the spawn to the answer. */
async function coldStart(): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dialtone-smoke-'));
  const startedAt = performance.now();
  const server = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, DIALTONE_DATA_DIR: dataDir, DIALTONE_LISTEN_ADDR: '127.0.0.1:0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
  });
  const exit = once(server, 'exit');
  try {
    const answer = await fetch(`${await listeningUrl(server.stdout)}/health`);
    await answer.text();
    const elapsedMs = performance.now() - startedAt;
    if (answer.status !== 200) throw new Error(`/health answered ${answer.status}`);

    server.kill('SIGTERM');
    const [code, signal] = (await exit) as [number | null, NodeJS.Signals | null];
    if (code !== 0) throw new Error(`after SIGTERM the server ended with ${signal ?? `code ${code}`}, not with code 0`);
    return elapsedMs;
  } finally {
    server.kill('SIGKILL');
    await rm(dataDir, { recursive: true });
  }
}

/** The address that the server prints once it listens. */
async function listeningUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /listening on (https?:\/\/\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the server ended, or ran out of time, before it said where it listens');
}

const times: number[] = [];
for (let run = 0; run < 6; run++) times.push(await coldStart());
const best = Math.min(...times);
console.log(
  `figures: cold start on Node ${process.versions.node}: ${times.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`,
);
if (best > limitMs) {
  console.error(`the best of six, ${best.toFixed(0)} ms, is above the limit of ${limitMs} ms`);
  process.exitCode = 1;
}
