import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { permitted, violations } from './violations.js';

const packages = ['typeorm', 'ws', 'ioredis', 'prom-client', 'yaml', 'prettier', 'undeclared', '@dialtone/sdk'];

const manifest = {
  type: 'module',
  dependencies: { typeorm: '*', ws: '*', ioredis: '*', 'prom-client': '*', yaml: '*', '@dialtone/sdk': '*' },
  devDependencies: { prettier: '*' },
};
const tsconfig = {
  compilerOptions: {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    paths: { '@app/contract': ['./libs/contract/src/index.ts'] },
  },
};

/** Writes a tree in a temporary folder that is laid out like the repository and holds every violation and every permitted import. */
export async function makeFixtureTree(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'dialtone-arch-'));
  const files = new Map([
    ['package.json', JSON.stringify(manifest)],
    ['tsconfig.json', JSON.stringify(tsconfig)],
    ['libs/contract/src/index.ts', ''],
  ]);
  for (const name of packages) {
    files.set(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    files.set(`node_modules/${name}/index.js`, '');
  }
  for (const [, from, specifier, to] of violations) {
    files.set(from, `${files.get(from) ?? ''}import '${specifier}';\n`);
    if (to.endsWith('.ts')) files.set(to, files.get(to) ?? '');
  }
  for (const [from, specifier] of permitted) {
    files.set(from, `${files.get(from) ?? ''}import '${specifier}';\n`);
    const target = join(dirname(from), specifier).replace(/\.js$/, '.ts');
    if (specifier.startsWith('.')) files.set(target, files.get(target) ?? '');
  }
  for (const [path, text] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return directory;
}
