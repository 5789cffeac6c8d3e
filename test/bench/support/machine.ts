import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** Ticks per second in /proc/<pid>/stat; the same on every Linux that Node runs on. */
const TICKS = 100;

/** The server has this core for itself; generators and databases have the others. */
const SERVER_CORE = '0';
const isPinned = cpus().length > 1;

/** Moves a server, with all threads that it has and will have, to the server's core. */
export function pinServer(pid: number): void {
  pin(pid, SERVER_CORE);
}

/** Moves a process, with what it starts from now on, off the server's core. */
export function pinGenerator(pid: number): void {
  pin(pid, `1-${String(cpus().length - 1)}`);
}

function pin(pid: number, cores: string): void {
  if (isPinned) execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(pid)]);
}

/** Seconds of CPU that a process has used, user and system, all threads. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident memory of a process, in KiB. */
export function rssKiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]);
}

/** What the figures were measured on; nothing that identifies the machine. */
export function describeMachine(): Record<string, string> {
  return {
    cpu: `${String(availableParallelism())} x ${cpus()[0]?.model ?? 'unknown'}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    cores: isPinned ? 'server on core 0; generators and databases on the others' : 'one core for everything',
  };
}
