import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Injectable, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { clientFrames, type ClientFrameType, type OperationId, operations } from '@app/contract';
import { Column, Entity, ForeignKey, getMetadataArgsStorage, PrimaryColumn } from 'typeorm';
import { AppModule, FEATURES } from '../../apps/server/src/app.module.js';
import { loadConfig } from '../../apps/server/src/core/config/config.js';
import { Feature } from '../../apps/server/src/core/feature.js';
import { createFastifyAdapter } from '../../apps/server/src/core/http/fastify.js';
import { Operation } from '../../apps/server/src/core/http/operation.decorator.js';
import { OperationsCheck } from '../../apps/server/src/core/http/operations.check.js';
import { createLogger } from '../../apps/server/src/core/observability/logger.js';
import { FramesCheck } from '../../apps/server/src/realtime/wire/frames.check.js';
import { OnMessage, OnRefusedFrame } from '../../apps/server/src/realtime/wire/on-message.decorator.js';
import { ContractWsAdapter } from '../../apps/server/src/realtime/wire/ws.adapter.js';
import { MembersModule } from '../../apps/server/src/members/members.module.js';
import { RealtimeModule } from '../../apps/server/src/realtime/realtime.module.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

type Decorate = (target: object, key: string, descriptor: PropertyDescriptor) => void;

/** A class with one decorated method for each name. */
function classWith(name: string, methods: Readonly<Record<string, Decorate>>): Type<object> {
  const made = {
    [name]: class {
      readonly made = true;
    },
  }[name];
  for (const [method, decorate] of Object.entries(methods)) {
    Object.defineProperty(made.prototype, method, { value: () => Promise.resolve(), configurable: true });
    decorate(made.prototype, method, Object.getOwnPropertyDescriptor(made.prototype, method) ?? {});
  }
  return made;
}

const operationIds = Object.keys(operations) as OperationId[];
const frameTypes = Object.keys(clientFrames) as ClientFrameType[];

/** The decorators' types fit methods that are written out; these are made in a loop. */
function loose(decorator: unknown): Decorate {
  return decorator as Decorate;
}

function controller(name: string, ids: readonly OperationId[]): Type<object> {
  const made = classWith(name, Object.fromEntries(ids.map((id) => [id, loose(Operation(id))])));
  Controller()(made);
  return made;
}

function gateway(name: string, types: readonly ClientFrameType[], refused = true): Type<object> {
  const methods = Object.fromEntries(types.map((type) => [type, loose(OnMessage(type))]));
  const made = classWith(name, refused ? { ...methods, refuse: loose(OnRefusedFrame()) } : methods);
  Injectable()(made);
  return made;
}

/** Boots a server of only these; resolves when its check lets it. */
async function boot(controllers: Type<object>[], providers: Type<object>[]): Promise<void> {
  const testing = await Test.createTestingModule({ imports: [DiscoveryModule], controllers, providers }).compile();
  try {
    await testing.init();
  } finally {
    await testing.close();
  }
}

describe('operations and their handlers', () => {
  const bootWith = (...controllers: Type<object>[]) => boot(controllers, [OperationsCheck]);

  test('one handler for each: the server boots', async () => {
    await expect(bootWith(controller('All', operationIds))).resolves.toBeUndefined();
  });

  test.each(operationIds)('%s without a handler: it does not, and says so', async (id) => {
    const others = operationIds.filter((other) => other !== id);
    await expect(bootWith(controller('Most', others))).rejects.toThrow(
      `The server does not match its contract:\n  operation ${id} of openapi.yaml has no handler`,
    );
  });

  test('several without a handler: all are named', async () => {
    const [one, two, ...others] = operationIds;
    const booted = bootWith(controller('Few', others));
    await expect(booted).rejects.toThrow(`operation ${one} of`);
    await expect(booted).rejects.toThrow(`operation ${two} of`);
  });

  test('one operation with two handlers: both are named', async () => {
    await expect(bootWith(controller('All', operationIds), controller('Again', ['createChannel']))).rejects.toThrow(
      'operation createChannel has several handlers: All.createChannel, Again.createChannel',
    );
  });

  test('a handler without an operation: it is named', async () => {
    const stray = classWith('Stray', { extra: Get('/extra') });
    Controller()(stray);
    await expect(bootWith(controller('All', operationIds), stray)).rejects.toThrow(
      'Stray.extra serves a route that openapi.yaml does not have',
    );
  });
});

describe('frames and their handlers', () => {
  const bootWith = (...gateways: Type<object>[]) => boot([], [FramesCheck, ...gateways]);

  test('one handler for each: the server boots', async () => {
    await expect(bootWith(gateway('All', frameTypes))).resolves.toBeUndefined();
  });

  test.each(frameTypes)('%s without a handler: it does not, and says so', async (type) => {
    const others = frameTypes.filter((other) => other !== type);
    await expect(bootWith(gateway('Most', others))).rejects.toThrow(
      `The gateway does not match its contract:\n  frame ${type} of asyncapi.yaml has no handler`,
    );
  });

  test('one frame with two handlers: both are named', async () => {
    await expect(bootWith(gateway('All', frameTypes), gateway('Again', ['voice_join'], false))).rejects.toThrow(
      'frame voice_join has several handlers: All.voice_join, Again.voice_join',
    );
  });

  test('nobody to answer refused frames: it does not boot', async () => {
    await expect(bootWith(gateway('All', frameTypes, false))).rejects.toThrow('has no handler');
  });
});

describe('the real server', () => {
  @Module({})
  class NothingModule {}

  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dialtone-test-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  test.each([
    ['MembersModule', MembersModule, 'operation listUsers of openapi.yaml has no handler'],
    ['RealtimeModule', RealtimeModule, "Nest can't resolve dependencies of the Stop (HttpAdapterHost, ?,"],
  ])('does not boot without its %s', async (_, part, reason) => {
    const config = loadConfig({ DIALTONE_DATA_DIR: dataDir, DIALTONE_LISTEN_ADDR: '127.0.0.1:0' });
    const logger = createLogger('silent');
    const boot = async () => {
      const testing = await Test.createTestingModule({ imports: [AppModule.forRoot(config, logger)] })
        .overrideModule(part)
        .useModule(NothingModule)
        .compile();
      const app = testing.createNestApplication(createFastifyAdapter(config, logger), { bodyParser: false });
      app.useWebSocketAdapter(new ContractWsAdapter(app));
      await app.init().finally(() => app.close());
    };
    await expect(boot()).rejects.toThrow(reason);
  });
});

describe('what a feature declares', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.drop());

  /** Boots the real server with these features; resolves when it is up. */
  async function bootWith(features: readonly Type<object>[]): Promise<void> {
    const config = loadConfig({ ...database.env, DIALTONE_ADMIN_TOKEN: 'an-admin-token-for-tests' });
    const logger = createLogger('silent');
    const testing = await Test.createTestingModule({
      imports: [AppModule.forRoot(config, logger, features)],
    }).compile();
    const app = testing.createNestApplication(createFastifyAdapter(config, logger), { bodyParser: false });
    app.useWebSocketAdapter(new ContractWsAdapter(app));
    await app.init();
    await app.close();
  }

  /** A new table, as long as the work takes: TypeORM knows all entities that were ever imported. */
  async function withEntity(work: (entity: new () => object) => Promise<void>): Promise<void> {
    const storage = getMetadataArgsStorage();
    const [tables, columns, foreignKeys] = [[...storage.tables], [...storage.columns], [...storage.foreignKeys]];
    @Entity('samples')
    class SampleEntity {
      @PrimaryColumn({ type: 'varchar', length: 36, primaryKeyConstraintName: 'pk_samples' })
      id: string;

      @ForeignKey('users', { name: 'fk_samples_user' })
      @Column({ name: 'user_id', type: 'varchar', length: 36 })
      userId: string;
    }
    try {
      await work(SampleEntity);
    } finally {
      Object.assign(storage, { tables, columns, foreignKeys });
    }
  }

  function samples(declared: Parameters<typeof Feature>[0]): Type<object> {
    const made = classWith('SamplesModule', {});
    Feature(declared)(made);
    return made;
  }

  test('all that there are: the server boots', async () => {
    await expect(bootWith([...FEATURES])).resolves.toBeUndefined();
  });

  test('a feature that is not listed: its module is named', async () => {
    await expect(bootWith(FEATURES.filter(({ name }) => name !== 'InvitesModule'))).rejects.toThrow(
      'apps/server/src/invites/invites.module.ts is not a feature of the app: add it to FEATURES in apps/server/src/app.module.ts',
    );
  });

  test('an entity that no feature declares: it is named, and where to add it', async () => {
    await withEntity(() =>
      expect(bootWith([...FEATURES, samples({})])).rejects.toThrow(
        'SampleEntity is an entity of no feature: add it to the entities of the module of its feature',
      ),
    );
    const forgetful = classWith('InvitesModule', {});
    Feature({})(forgetful);
    const features = FEATURES.map((feature) => (feature.name === 'InvitesModule' ? forgetful : feature));
    await expect(bootWith(features)).rejects.toThrow(
      'InviteEntity is an entity of no feature: add it to the entities of apps/server/src/invites/invites.module.ts',
    );
  });

  test('an entity without its migration: it is named, and where to add one', async () => {
    await withEntity((entity) =>
      expect(bootWith([...FEATURES, samples({ entities: [entity] })])).rejects.toThrow(
        /describe:\n {2}SampleEntity: write a migration, and add it to the migrations of apps\/server\/src\/samples\/samples.module.ts\n {2}CREATE TABLE/,
      ),
    );
  });

  test('outside development the tables are not compared, for that takes time', async () => {
    process.env.NODE_ENV = 'production';
    try {
      await withEntity((entity) =>
        expect(bootWith([...FEATURES, samples({ entities: [entity] })])).resolves.toBeUndefined(),
      );
    } finally {
      process.env.NODE_ENV = 'test';
    }
  });
});
