/** An import and the rule that it breaks: `[rule, from, specifier, target]`. */
export type Violation = readonly [rule: string, from: string, specifier: string, to: string];

const server = 'apps/server/src';

/** One import for each rule that breaks this rule and no other. */
export const violations: readonly Violation[] = [
  ['no-cycles', 'test/e2e/egg.ts', './hen.js', 'test/e2e/hen.ts'],
  ['no-missing-files', 'test/e2e/lost.ts', './nowhere.js', './nowhere.js'],
  ['no-undeclared-packages', 'test/e2e/lucky.ts', 'undeclared', 'node_modules/undeclared/index.js'],
  ['no-dev-dependencies-in-source', `${server}/main.ts`, 'prettier', 'node_modules/prettier/index.js'],

  [
    'contract-imports-nothing-of-the-repo',
    'libs/contract/src/leaf.ts',
    '../../../apps/server/src/app.module.js',
    `${server}/app.module.ts`,
  ],
  [
    'contract-is-imported-by-its-root',
    `${server}/app.factory.ts`,
    '../../../libs/contract/src/generated/dtos.js',
    'libs/contract/src/generated/dtos.ts',
  ],
  ['sdk-imports-only-itself', 'libs/sdk/src/client.ts', '../../contract/src/index.js', 'libs/contract/src/index.ts'],
  ['sdk-needs-no-package', 'libs/sdk/src/index.ts', 'yaml', 'node_modules/yaml/index.js'],
  [
    'nobody-imports-codegen',
    'test/contract/generator.ts',
    '../../libs/codegen/src/load.js',
    'libs/codegen/src/load.ts',
  ],
  ['server-knows-no-sdk', `${server}/first-run.ts`, '../../../libs/sdk/src/index.js', 'libs/sdk/src/index.ts'],
  ['source-imports-no-tests', `${server}/app.module.ts`, '../../../test/support/people.js', 'test/support/people.ts'],

  [
    'core-knows-no-feature',
    `${server}/core/http/error.filter.ts`,
    '../../users/users.service.js',
    `${server}/users/users.service.ts`,
  ],
  [
    'every-feature-has-its-module',
    `${server}/billing/billing.service.ts`,
    '../users/users.service.js',
    `${server}/users/users.service.ts`,
  ],
  ['arrows-of-users', `${server}/users/users.mapper.ts`, '../auth/auth.service.js', `${server}/auth/auth.service.ts`],
  [
    'features-meet-at-service-events-module',
    `${server}/auth/auth.mapper.ts`,
    '../users/users.repository.js',
    `${server}/users/users.repository.ts`,
  ],
  ['nobody-imports-the-program', `${server}/start.ts`, './cli/program.js', `${server}/cli/program.ts`],
  [
    'the-program-asks-the-contract',
    `${server}/cli/user.ts`,
    '../users/users.service.js',
    `${server}/users/users.service.ts`,
  ],
  ['nobody-imports-realtime', `${server}/main.ts`, './realtime/connections.js', `${server}/realtime/connections.ts`],

  [
    'typeorm-only-where-data-is-stored',
    `${server}/users/users.controller.ts`,
    'typeorm',
    'node_modules/typeorm/index.js',
  ],
  ['ws-only-where-sockets-are', `${server}/presence/presence.controller.ts`, 'ws', 'node_modules/ws/index.js'],
  ['ioredis-only-in-the-backplane', `${server}/core/events/events.ts`, 'ioredis', 'node_modules/ioredis/index.js'],
  [
    'prom-client-only-behind-its-port',
    `${server}/core/http/listen.ts`,
    'prom-client',
    'node_modules/prom-client/index.js',
  ],
];

/** Imports that the rules allow, side by side with the forbidden ones. */
export const permitted: readonly (readonly [from: string, specifier: string])[] = [
  [`${server}/auth/auth.module.ts`, '../users/users.module.js'],
  [`${server}/auth/auth.service.ts`, '../users/users.service.js'],
  [`${server}/users/users.module.ts`, '../core/feature.js'],
  [`${server}/realtime/realtime.module.ts`, '../channels/channels.module.js'],
  [`${server}/channels/channels.module.ts`, '../core/feature.js'],
  [`${server}/channels/migrations/1800000000000-topics.ts`, 'typeorm'],
  [`${server}/presence/presence.module.ts`, '../core/feature.js'],
  [`${server}/auth/auth.controller.ts`, '@app/contract'],
  [`${server}/users/users.repository.ts`, 'typeorm'],
  [`${server}/realtime/wire/ws.adapter.ts`, 'ws'],
  [`${server}/core/backplane/redis.ts`, 'ioredis'],
  [`${server}/app.factory.ts`, './realtime/wire/ws.adapter.js'],
  [`${server}/stop.ts`, './realtime/connections.js'],
  [`${server}/cli/own-server.ts`, '../app.factory.js'],
  [`${server}/cli/migrate.ts`, '../core/database/open-database.js'],
  [`${server}/collect-metrics.ts`, './realtime/connections.js'],
  [`${server}/core/observability/exposition.ts`, 'prom-client'],
  [`${server}/realtime/realtime.gateway.ts`, '../channels/channels.service.js'],
  [`${server}/users/users.controller.ts`, '../core/events/events.js'],
  ['libs/sdk/src/realtime/socket.ts', 'ws'],
  ['libs/codegen/src/cli.ts', 'prettier'],
  ['test/e2e/hen.ts', './egg.js'],
  ['test/e2e/conversation.ts', '@dialtone/sdk'],
];
