import { readFileSync } from 'node:fs';
import { type Finding, Findings } from './finding.js';

/** Each connection takes one; less than this is a default of the system, and not a decision. */
const FEW = 4096;
/** The server itself needs some hundred, and its clients the rest. */
const TOO_FEW = 1000;

/** How many connections does the system allow, and is Node one of those that are tested? */
export function checkMachine(): Finding[] {
  const found = new Findings('machine');
  const files = openFileLimit();
  if (files !== null && files < FEW) {
    const text = `${files} files may be open at once, and each connection is one`;
    const advice = 'Raise it: LimitNOFILE=65536 in a systemd unit, ulimits.nofile in a compose file, or ulimit -n.';
    if (files < TOO_FEW) found.error(text, advice);
    else found.warning(text, advice);
  }
  const limit = files === null ? '' : `, ${files === Infinity ? 'any number of' : files} open files`;
  return found.orOk(`Node ${process.versions.node} on ${process.platform} ${process.arch}${limit}`);
}

/** What the system allows this process, which is what it allows a server that is started like it; null where it does not tell. */
function openFileLimit(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\w+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === 'unlimited' ? Infinity : Number(soft) || null;
  } catch {
    return null;
  }
}
