import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtMain } from '../../support/built-server.js';
import { fillWithDefects, type Installation } from '../../support/go-server-defects.js';
import { GO_PEPPER } from '../../support/go-server-store.js';
import { PrivatePostgres } from '../../support/postgres.js';
import { type Block, readBlocks } from '../blocks.js';
import { ExampleValues } from '../example-values.js';
import { Shell } from '../shell.js';

const PAGE = 'docs/upgrading.md';

describe('the takeover as docs/upgrading.md tells it', () => {
  const values = new ExampleValues();
  let folder: string;
  let postgres: PrivatePostgres;
  let go: Installation;
  let shell: Shell;
  let output = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dialtone-upgrading-'));
    postgres = await PrivatePostgres.start();
    go = await fillWithDefects(postgres);
    const program = join(await builtMain(), '../cli/dialtone.js');
    writeFileSync(join(folder, 'dialtone'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
    chmodSync(join(folder, 'dialtone'), 0o700);
    const { PATH, HOME } = process.env;
    shell = new Shell({ cwd: folder, env: { HOME, PATH: `${folder}:${PATH ?? ''}` } });
    values.set('postgres://dialtone:secret@localhost:5432/dialtone', go.store.url);
    values.set('the pepper of dialtone-go', GO_PEPPER);
    values.set('0198f6a2-52c1-4d3e-9d38-0a5a4c1be1f2', go.alice.id);
  });
  afterAll(async () => {
    await shell.close();
    await go.store.close();
    await postgres.remove();
    rmSync(folder, { recursive: true });
  });

  it.each(readBlocks(PAGE))('$place', async ({ language, text }: Block) => {
    if (language === 'sh') output = await shell.run(values.fill(text));
    else expect(output.trim()).toBe(values.fill(text));
  });
});
