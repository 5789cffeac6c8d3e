import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';

/** The server's source folder, or its build. */
const ROOT = join(import.meta.dirname, '..');

/**
 * Refuses to boot when a feature's folder exists but its module is not listed. Nothing else would notice, if it has no
 * operations.
 *
 * @throws {Error} that names each missing module, and the file to edit
 */
export function assertAllListed(features: readonly Type<object>[], root = ROOT): void {
  const listed = new Set(features.map(({ name }) => moduleFile(name)));
  const missing = folders(root)
    .filter((folder) => hasSource(root, folder, `${folder}.module`))
    .map((folder) => `apps/server/src/${folder}/${folder}.module.ts`)
    .filter((file) => !listed.has(file))
    .map((file) => `${file} is not a feature of the app: add it to FEATURES in apps/server/src/app.module.ts`);
  if (missing.length > 0) throw new Error(missing.join('\n'));
}

/** The file of a feature's module, by the name of its class. */
export function moduleFile(name: string): string {
  const feature = kebabCase(name.replace(/Module$/, ''));
  return `apps/server/src/${feature}/${feature}.module.ts`;
}

/** The file of the module that should declare an entity; a description, if the entity's file has an unexpected name. */
export function moduleFileOfEntity(name: string, root = ROOT): string {
  const file = `${kebabCase(name.replace(/Entity$/, ''))}.entity`;
  const feature = folders(root).find((folder) => hasSource(root, folder, file));
  return feature ? `apps/server/src/${feature}/${feature}.module.ts` : 'the module of its feature';
}

function folders(root: string): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && entry.name !== 'core' ? [entry.name] : [],
  );
}

function hasSource(root: string, folder: string, file: string): boolean {
  return ['ts', 'js'].some((extension) => existsSync(join(root, folder, `${file}.${extension}`)));
}

function kebabCase(name: string): string {
  return name.replace(/\B[A-Z]/g, '-$&').toLowerCase();
}
