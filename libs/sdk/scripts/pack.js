// Builds and packs the package: node scripts/pack.js [folder]. The folder is the repository's dist/ unless another is named.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../../../dist', import.meta.url)));
mkdirSync(folder, { recursive: true });
execFileSync('npm', ['pack', '--pack-destination', folder], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
