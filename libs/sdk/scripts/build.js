// Builds dist/esm and dist/cjs aside and then swaps them in, so that whoever uses the package meanwhile sees it whole.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const dist = join(root, 'dist');
mkdirSync(dist, { recursive: true });
const fresh = mkdtempSync(join(dist, '.new-'));

try {
  for (const format of ['esm', 'cjs']) {
    execFileSync(process.execPath, [tsc, '-p', `tsconfig.${format}.json`, '--outDir', join(fresh, format)], {
      cwd: root,
      stdio: 'inherit',
    });
  }
  writeFileSync(join(fresh, 'cjs', 'package.json'), '{"type":"commonjs"}\n');
  for (const format of ['esm', 'cjs']) {
    rmSync(join(dist, format), { recursive: true, force: true });
    renameSync(join(fresh, format), join(dist, format));
  }
} catch (error) {
  // The compiler has already said what is wrong.
  if (typeof error.status !== 'number') throw error;
  process.exitCode = 1;
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
