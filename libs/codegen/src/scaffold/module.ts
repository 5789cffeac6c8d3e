import type { Feature } from './feature.js';

/** `<feature>.module.ts`: what the feature consists of. */
export function scaffoldModule({ folder, name, stored }: Feature, migration: string): string {
  const storage = stored
    ? {
        imports: [
          `import { ${stored.schema}Entity } from './${stored.file}.entity.js';`,
          `import { ${name}Repository } from './${folder}.repository.js';`,
          `import { ${migration} } from './migrations/${migrationFile(folder, migration)}.js';`,
        ],
        providers: `${name}Service, ${name}Repository`,
        rest: `entities: [${stored.schema}Entity],\n  migrations: [${migration}],\n`,
      }
    : { imports: [], providers: `${name}Service`, rest: '' };
  const imports = [
    `import { Feature } from '../core/feature.js';`,
    `import { ${name}Controller } from './${folder}.controller.js';`,
    `import { ${name}Service } from './${folder}.service.js';`,
    ...storage.imports,
  ];
  return `${sorted(imports)}

@Feature({
  controllers: [${name}Controller],
  providers: [${storage.providers}],
  ${storage.rest}})
export class ${name}Module {}
`;
}

/** The file of a migration, after its class: its time, then the feature. */
export function migrationFile(folder: string, className: string): string {
  return `${/\d+$/.exec(className)?.[0] ?? ''}-${folder}`;
}

/** Import lines by the paths that they name, those of outer folders first. */
export function sorted(imports: readonly string[]): string {
  const pathOf = (line: string) => /'([^']+)'/.exec(line)?.[1] ?? '';
  const rank = (path: string) => (path.startsWith('./') ? 2 : path.startsWith('../') ? 1 : 0);
  return [...imports]
    .sort((a, b) => rank(pathOf(a)) - rank(pathOf(b)) || (pathOf(a) < pathOf(b) ? -1 : 1))
    .join('\n');
}
