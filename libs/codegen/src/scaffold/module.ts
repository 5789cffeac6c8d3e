import type { Feature } from './feature.js';
import { sortImports } from './insert.js';

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
  return `${sortImports(imports)}

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
