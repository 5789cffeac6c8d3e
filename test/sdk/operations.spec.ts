import type * as Sdk from '@dialtone/sdk';
import { keyOf, plannedOutcomes } from '../contract/support/calls.js';
import { type OperationDoc, outputProblems, resolve } from '../contract/support/contract.js';
import { operationDoc } from '../contract/support/http.js';
import { plans } from '../contract/support/plans.js';
import { PASSWORD, type Plan, World } from '../contract/support/world.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { installPacked, type Project } from './support/packed.js';

let project: Project;
let sdk: typeof Sdk;
let world: World;
beforeAll(async () => {
  project = installPacked('ws');
  sdk = project.require<typeof Sdk>('@dialtone/sdk');
  world = await World.create();
});
afterAll(async () => {
  await world.close();
  project.remove();
});

function clientOf(as?: Plan['as']): Sdk.DialtoneClient {
  const credentials = as === 'operator' ? { adminToken: ADMIN_TOKEN } : { token: as?.token };
  return new sdk.DialtoneClient({ baseUrl: world.server.url, maxRetries: 0, ...credentials });
}

/** What the SDK's method takes: the fields of body and query in one object, a number as a number. */
function inputOf({ hasBody, bodyExample, parameters }: OperationDoc, { body, query = {} }: Plan): object[] {
  if (!hasBody && parameters.length === 0) return [];
  const input: Record<string, unknown> = { ...bodyExample, ...body, ...query };
  for (const { name, schema } of parameters.filter((parameter) => parameter.name in query)) {
    const { type } = resolve<{ type?: string }>(schema);
    if (type === 'integer' || type === 'boolean') input[name] = JSON.parse(query[name]);
  }
  return [input];
}

type Method = (...input: object[]) => Sdk.ApiPromise<unknown>;

describe('the packed SDK calls every operation of the contract', () => {
  const successes = plannedOutcomes.filter(({ status }) => status < 300);

  test.each(successes.map((outcome) => [keyOf(outcome), outcome] as const))(
    '%s',
    async (key, { operationId, status }) => {
      const operation = operationDoc(operationId);
      const plan = await plans().calls[key](world);
      const client = clientOf(plan.as);
      const called: string[] = [];
      client.use((request, next) => {
        called.push(request.operationId);
        return next(request);
      });
      const resource = client[operation.tag as 'channels'] as unknown as Record<string, Method>;

      const call = resource[operation.sdkMethod](...inputOf(operation, plan));

      const answer = await call;
      expect((await call.withResponse()).status).toBe(status);
      expect(called).toEqual([operationId]);
      const schema = operation.responses.get(status)?.schema ?? null;
      expect(schema === null ? answer : outputProblems(schema, answer)).toEqual(schema === null ? undefined : []);
    },
  );
});

test('register and login give the client its token, and logout takes it', async () => {
  const client = clientOf();
  const username = world.newName();
  const public_key = world.newKey();
  const invite_token = await world.invite();
  const first = await client.auth.register({ username, password: PASSWORD, public_key, invite_token });
  expect(client.token).toBe(first.token);
  const second = await client.auth.login({ username, password: PASSWORD, public_key });
  expect([client.token, second.device_id]).toEqual([second.token, first.device_id]);
  await client.auth.logout();
  await expect(client.channels.list()).rejects.toMatchObject({ code: 'unauthorized' });
});

test('a changed password is the one to log in with', async () => {
  const { token, username, device_public_key: public_key } = await world.register();
  const client = new sdk.DialtoneClient({ baseUrl: world.server.url, token });
  await client.auth.changePassword({ current_password: PASSWORD, new_password: 'battery staple 8' });
  const login = (password: string) => clientOf().auth.login({ username, password, public_key });
  await expect(login(PASSWORD)).rejects.toMatchObject({ code: 'invalid_credentials' });
  expect(await login('battery staple 8')).toMatchObject({ username });
});

describe('lists are walked with for await', () => {
  let client: Sdk.DialtoneClient;
  let channel_id: string;
  let since: string;
  const ids: string[] = [];
  beforeAll(async () => {
    client = clientOf(world.member);
    channel_id = await world.createChannel();
    since = (await client.messages.sync()).next;
    const realtime = client.realtime();
    await realtime.connect();
    for (const body of ['b25l', 'dHdv', 'dGhyZWU=']) {
      ids.push((await realtime.sendMessage({ channel_id, body, sender_name_enc: 'Ym9i' })).message_id);
    }
    await realtime.close();
  });

  async function walked(messages: AsyncIterable<Sdk.Message>): Promise<string[]> {
    const found: string[] = [];
    for await (const { id } of messages) found.push(id);
    return found;
  }

  test('a history backwards from now, and forwards from a message', async () => {
    const { messages } = client;
    expect(await walked(messages.list({ channel_id, limit: 2 }))).toEqual([...ids].reverse());
    expect(await walked(messages.list({ channel_id, limit: 1, after: ids[0] }))).toEqual(ids.slice(1));
  });

  test('what was missed, from a cursor on', async () => {
    expect(await walked(client.messages.sync({ since, limit: 2 }))).toEqual(ids);
  });
});
