import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';

/** The worker as one module, in a runtime that may ask any address; it says on descriptor 3 where it listens. */
const config = (flags: readonly string[]) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.bundle.js")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ${JSON.stringify(flags)},
);
`;

/** What the worker of a project answers to these arguments, in Cloudflare's runtime with these compatibility flags. */
export async function askWorker(
  workerd: string,
  folder: string,
  flags: readonly string[],
  args: readonly string[],
): Promise<string> {
  const esbuild = resolve('node_modules', '.bin', 'esbuild');
  const options = ['--bundle', '--format=esm', '--conditions=workerd,worker,browser', '--outfile=worker.bundle.js'];
  execFileSync(esbuild, ['worker.mjs', ...options], { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'config.capnp'), config(flags));
  const server = spawn(workerd, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const exited = once(server, 'exit');
  try {
    const [line] = (await once(server.stdio[3] as Readable, 'data')) as [Buffer];
    const { port } = JSON.parse(line.toString()) as { port: number };
    const url = `http://127.0.0.1:${String(port)}`;
    const answer = await fetch(url, {
      method: 'POST',
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(60_000),
    });
    return await answer.text();
  } finally {
    server.kill();
    await exited;
  }
}
