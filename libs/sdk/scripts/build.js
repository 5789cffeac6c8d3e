// Builds dist/esm and dist/cjs aside and then swaps them in, so that whoever uses the package meanwhile sees it whole. Aside
// is as deep as dist: the source maps name their sources relative to where they were written.
// Does nothing when no source is newer than what was built last.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
if (isUpToDate()) process.exit();
const startedAt = new Date();
mkdirSync(dist, { recursive: true });
const fresh = mkdtempSync(join(root, '.dist-'));

try {
  for (const format of ['esm', 'cjs']) {
    execFileSync(process.execPath, [tsc, '-p', `tsconfig.${format}.json`, '--outDir', join(fresh, format)], {
      cwd: root,
      stdio: 'inherit',
    });
  }
  writeFileSync(join(fresh, 'cjs', 'package.json'), '{"type":"commonjs"}\n');
  hideRequire(join(fresh, 'cjs', 'realtime', 'websocket.js'));
  for (const format of ['esm', 'cjs']) {
    rmSync(join(dist, format), { recursive: true, force: true });
    renameSync(join(fresh, format), join(dist, format));
  }
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt); // what was saved during the build is built the next time
} catch (error) {
  // The compiler has already said what is wrong.
  if (typeof error.status !== 'number') throw error;
  process.exitCode = 1;
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

/** The compiler makes a `require` of an import() whose package is not named; webpack warns of each that it cannot follow. */
function hideRequire(file) {
  const code = readFileSync(file, 'utf8');
  const hidden = code.replace(
    'Promise.resolve(`${name}`).then(s => __importStar(require(s)))',
    "Promise.resolve().then(() => process.getBuiltinModule('node:module').createRequire(__filename)(name))",
  );
  if (hidden === code) throw new Error(`${file} has no import() to hide`);
  writeFileSync(file, hidden);
}

/** Folders count too: theirs is the time at which a file in them was deleted. */
function isUpToDate() {
  if (!existsSync(stamp)) return false;
  const settings = readdirSync(root).filter((name) => name.startsWith('tsconfig.'));
  const sources = readdirSync(join(root, 'src'), { recursive: true }).map((name) => join('src', name));
  const paths = ['package.json', 'scripts/build.js', 'src', ...settings, ...sources];
  return paths.every((path) => statSync(join(root, path)).mtimeMs < statSync(stamp).mtimeMs);
}
