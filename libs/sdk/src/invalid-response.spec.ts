import { CHANNEL, messageOf, sessionOf } from '../test/answers.js';
import { startHttpServer, type HttpServer } from '../test/http-server.js';
import {
  DialtoneClient,
  InvalidResponseError,
  isApiError,
  isConnectionError,
  isInvalidResponseError,
} from './index.js';

let server: HttpServer;
afterEach(() => server.close());

const PORTAL = '<!doctype html><title>Welcome</title><form>Room number <input name="room"></form>';
const credentials = { username: 'alice', password: 'correct horse 7', public_key: 'AAAA' };

/** A client of something that gives every request this answer. */
async function clientOf(body: string, status = 200, headers: Record<string, string> = {}): Promise<DialtoneClient> {
  server = await startHttpServer((_request, response) => response.writeHead(status, headers).end(body));
  return new DialtoneClient({ baseUrl: server.url, token: 'session-token' });
}

const failure = (call: Promise<unknown>): Promise<InvalidResponseError> =>
  call.then(
    () => Promise.reject(new Error('the call did not fail')),
    (error: unknown) => error as InvalidResponseError,
  );

describe('an answer with the status of a success that is not what the contract says', () => {
  it.each([
    ['{}', 'answer.messages is no Message[]'],
    ['[]', 'answer is no MessageSync'],
    ['null', 'answer is no MessageSync'],
    ['7', 'answer is no MessageSync'],
    ['"text"', 'answer is no MessageSync'],
    ['', 'no JSON'],
    [PORTAL, 'no JSON'],
    ['{"messages":[],"next":"1","has_mo', 'no JSON'],
    ['{"messages":[],"has_more":false}', 'answer.next is no string'],
    ['{"messages":[],"next":7,"has_more":false}', 'answer.next is no string'],
    ['{"messages":[],"next":"1","has_more":"no"}', 'answer.has_more is no boolean'],
    ['{"messages":{},"next":"1","has_more":false}', 'answer.messages is no Message[]'],
    ['{"messages":[null],"next":"1","has_more":false}', 'answer.messages.0 is no Message'],
    [
      JSON.stringify({ messages: [messageOf('m1'), { ...messageOf('m2'), body: 7 }], next: '1', has_more: false }),
      'answer.messages.1.body is no string',
    ],
  ])('is an error of its own, which says what is wrong: %s', async (body, problem) => {
    const client = await clientOf(body, 200, { 'X-Request-Id': 'r-7' });
    const error = await failure(client.messages.sync());
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect([isInvalidResponseError(error), isApiError(error), isConnectionError(error)]).toEqual([true, false, false]);
    expect(error).toMatchObject({
      name: 'InvalidResponseError',
      message: `not the answer of a Dialtone server: ${problem} (syncMessages: 200, request r-7)`,
      operation: 'syncMessages',
      status: 200,
      requestId: 'r-7',
    });
    expect(error).not.toHaveProperty('cause');
    expect(error.stack).toContain(__filename);
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ['a list of channels', (client: DialtoneClient) => client.channels.list()],
    ['a page of a history', (client: DialtoneClient) => client.messages.list({ channel_id: 'c1' })],
    ['the first page of a walk', (client: DialtoneClient) => client.messages.list({ channel_id: 'c1' }).pages().next()],
    ['a login', (client: DialtoneClient) => client.auth.login(credentials)],
    ['a logout', (client: DialtoneClient) => client.auth.logout()],
    ['a key', (client: DialtoneClient) => client.keys.getChannelKey({ channel_id: 'c1' })],
    ['a key that there need not be', (client: DialtoneClient) => client.keys.getDirectoryKey()],
    ['profiles', (client: DialtoneClient) => client.users.listProfiles()],
    ['who is online', (client: DialtoneClient) => client.presence.query({ user_ids: [] })],
    ['a deletion', (client: DialtoneClient) => client.channels.delete({ channel_id: 'c1' })],
    ['the health check', (client: DialtoneClient) => client.health.check()],
  ])('is that for every kind of call, and never changes the session: %s', async (_what, call) => {
    const client = await clientOf(PORTAL, 200, { 'Content-Type': 'text/html; charset=utf-8' });
    expect(await failure(call(client))).toMatchObject({
      name: 'InvalidResponseError',
      status: 200,
      message: expect.stringContaining('a web page') as string,
    });
    expect(client.token).toBe('session-token');
  });

  it('is one without content where the contract knows no such answer', async () => {
    const client = await clientOf('', 204);
    expect(await failure(client.channels.list())).toMatchObject({ name: 'InvalidResponseError', status: 204 });
    expect(await client.keys.getDirectoryKey()).toBeUndefined();
  });

  it('is a login without a token, after which the session is the same', async () => {
    const { token: _token, ...rest } = sessionOf('new-token');
    const client = await clientOf(JSON.stringify(rest));
    expect(await failure(client.auth.login(credentials))).toMatchObject({ name: 'InvalidResponseError' });
    expect(client.token).toBe('session-token');
  });

  it('is a map with a value of another type, or an optional field of another type', async () => {
    let client = await clientOf('{"statuses":{"u1":true,"u2":"no"},"admins":{}}');
    const { message } = await failure(client.presence.query({ user_ids: ['u1', 'u2'] }));
    expect(message).toContain('answer.statuses.u2 is no boolean');
    await server.close();
    client = await clientOf('{"user_id":null,"keys":[]}');
    expect((await failure(client.devices.listKeys({ all: '1' }))).message).toContain('answer.user_id is no string');
  });

  it('is not one with fields that this version does not know, nor one whose nullable fields are null', async () => {
    const nulls = { used_at: null, user_id: null, reset_user_id: null, created_by: null };
    const invite = { id: 'i1', created_at: 't', expires_at: 't', ...nulls, colour: 'red' };
    const client = await clientOf(JSON.stringify({ invites: [invite], channels: [CHANNEL], page: 7 }));
    expect(await client.invites.list()).toMatchObject({ invites: [invite], page: 7 });
    expect(await client.channels.list()).toMatchObject({ channels: [CHANNEL] });
  });
});
