// Runs the benches named (`b1` … `b6`; without a name, all) one after the other, prints what they found, and keeps it in
// results/. `--quick` shows a trend, `--smoke` only proves that they run; neither keeps anything.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { builtMain } from '../support/built-server.js';
import { benches, type BenchId } from './benches.js';
import { drawChart } from './chart.js';
import { describeMachine, pinGenerator } from './support/machine.js';
import { print, type Recorded, RESULTS } from './support/report.js';
import type { Result, Scale } from './support/result.js';

/** A bench that takes longer is assumed to hang. */
const LIMIT_MS: Record<Scale, number> = { full: 420_000, quick: 300_000, smoke: 150_000 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, smoke: { type: 'boolean' } },
});
const scale: Scale = values.smoke ? 'smoke' : values.quick ? 'quick' : 'full';
const known = Object.keys(benches) as BenchId[];
for (const name of positionals) {
  if (!known.some((id) => id === name)) throw new Error(`${name}: expected ${known.join(', ')}`);
}
const chosen = positionals.length > 0 ? (positionals as BenchId[]) : known;

await builtMain(); // built before anything is measured
const home = mkdtempSync(join(tmpdir(), 'dialtone-bench-run-'));
for (const id of chosen) {
  await runOne(id).catch((error: unknown) => {
    console.error(`${id} FAILED: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
}
rmSync(home, { recursive: true, force: true, maxRetries: 5 });
if (scale === 'full') drawChart();

async function runOne(id: BenchId): Promise<void> {
  const start = performance.now();
  const result = await runApart(id);
  const seconds = Math.round((performance.now() - start) / 1000);
  const recorded: Recorded = { ...result, machine: describeMachine(), seconds };
  print(recorded, scale);
  if (scale === 'smoke' && result.invalid.length > 0) process.exitCode = 1;
  if (scale === 'full') writeFileSync(join(RESULTS, `${id}.json`), `${JSON.stringify(recorded, null, 2)}\n`);
}

/** Runs it in a process of its own, so that everything it started ends with it. */
async function runApart(id: BenchId): Promise<Result> {
  const file = join(home, `${id}.json`);
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', resolve(import.meta.dirname, 'run-one.ts'), id, scale, file],
    // What it leaves behind when it is killed is below `home`.
    { stdio: ['ignore', 'inherit', 'inherit'], detached: true, env: { ...process.env, TMPDIR: home } },
  );
  const pid = child.pid ?? 0;
  pinGenerator(pid);
  const endGroup = () => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // nothing of it is left
    }
  };
  const interrupted = () => {
    endGroup();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const timer = setTimeout(endGroup, LIMIT_MS[scale]);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  endGroup();
  if (code !== 0) throw new Error(code === null ? 'it took too long, or was killed' : `it ended with ${code}`);
  return JSON.parse(readFileSync(file, 'utf8')) as Result;
}
