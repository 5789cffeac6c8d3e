// Runs one bench, and writes what it found into a file: `run-one.ts <id> <scale> <file>`. bench.ts starts it.
import { writeFileSync } from 'node:fs';
import { benches, type BenchId } from './benches.js';
import type { Scale } from './support/result.js';

const [id, scale, file] = process.argv.slice(2) as [BenchId, Scale, string];
writeFileSync(file, JSON.stringify(await benches[id](scale)));
process.exit(0); // sockets that nobody waits for may still be open
