import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Options } from 'prettier';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone';
import type { Model } from '../model.js';
import { scaffoldController } from './controller.js';
import { scaffoldEntity } from './entity.js';
import { scaffoldEvents } from './events.js';
import { scaffoldFake } from './fake.js';
import { CannotScaffold, type Feature, featureOf } from './feature.js';
import { insertImport, insertLast } from './insert.js';
import { scaffoldMapper } from './mapper.js';
import { scaffoldMigration } from './migration.js';
import { migrationFile, scaffoldModule } from './module.js';
import { scaffoldPlans } from './plans.js';
import { scaffoldRepository } from './repository.js';
import { scaffoldService } from './service.js';
import { scaffoldSpec } from './spec.js';

const APP = 'apps/server/src/app.module.ts';
const FAKE = 'libs/sdk/src/testing/operations.ts';

/**
 * Writes the files of a new feature, and enters it in the app and in the SDK's fake server.
 *
 * @param time now, in milliseconds since 1970: names the migration
 * @returns what was written, in the order in which to read it
 * @throws {CannotScaffold} when the contract has no such feature, or one of the files is there; then nothing is written
 */
export async function scaffold(root: string, model: Model, tag: string, time: number): Promise<string[]> {
  const feature = featureOf(model, tag);
  const files = featureFiles(feature, model, time);
  const present = [...files.keys()].filter((path) => existsSync(join(root, path)));
  if (present.length > 0) throw new CannotScaffold(`${present.join(', ')}: already there; nothing was written`);
  const entered = entries(root, feature);
  for (const [path, text] of [...files, ...entered]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), await formatted(root, text));
  }
  return [...[...files.keys()].map((path) => `${path} made`), ...[...entered.keys()].map((path) => `${path} edited`)];
}

/** The files of a feature: path from the repository's root → text. */
export function featureFiles(feature: Feature, model: Model, time: number): Map<string, string> {
  const { tag, folder, name, stored, events } = feature;
  const migration = `${name}${time}`;
  const home = `apps/server/src/${folder}`;
  return new Map([
    [`${home}/${folder}.module.ts`, scaffoldModule(feature, migration)],
    [`${home}/${folder}.controller.ts`, scaffoldController(feature)],
    [`${home}/${folder}.service.ts`, scaffoldService(feature, model)],
    ...(stored
      ? ([
          [`${home}/${folder}.repository.ts`, scaffoldRepository(feature, stored)],
          [`${home}/${stored.file}.entity.ts`, scaffoldEntity(stored)],
          [`${home}/${stored.file}.mapper.ts`, scaffoldMapper(stored)],
          [`${home}/migrations/${migrationFile(folder, migration)}.ts`, scaffoldMigration(stored, migration)],
        ] as const)
      : []),
    ...(events.length > 0 ? ([[`${home}/${folder}.events.ts`, scaffoldEvents(feature, model)]] as const) : []),
    [`test/plans/${tag}.ts`, scaffoldPlans(feature, model)],
    [`test/e2e/${folder}.spec.ts`, scaffoldSpec(feature, model)],
    [`libs/sdk/src/testing/features/${tag}.ts`, scaffoldFake(feature, model)],
  ]);
}

/** The two files that list the features, with this one in them. */
function entries(root: string, { tag, folder, name }: Feature): Map<string, string> {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const app = insertLast(read(APP), 'export const FEATURES', '];', `  ${name}Module,`);
  const fake = insertLast(read(FAKE), 'export const handlers', '};', `  ...${tag},`);
  if (app === null) throw new CannotScaffold(`${APP} has no list FEATURES; nothing was written`);
  if (fake === null) throw new CannotScaffold(`${FAKE} has no list of handlers; nothing was written`);
  return new Map([
    [APP, insertImport(app, `import { ${name}Module } from './${folder}/${folder}.module.js';`)],
    [FAKE, insertImport(fake, `import { ${tag} } from './features/${tag}.js';`)],
  ]);
}

/** Laid out as the repository's files are. */
function formatted(root: string, text: string): Promise<string> {
  const style = JSON.parse(readFileSync(join(root, '.prettierrc'), 'utf8')) as Options;
  return format(text, { ...style, parser: 'typescript', plugins: [typescript, estree] });
}
