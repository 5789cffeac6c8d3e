import { makeChannel, NAME_ENC, NO_ID, saying } from '../support/channels.js';
import { call } from '../support/http.js';
import { stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';

const COUNT = 130;

const { server, alice, bob, listen } = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'alice', 'bob');
let channel_id: string;
const bodies = Array.from({ length: COUNT }, (_, i) => `message ${String(i)}`);

beforeAll(async () => {
  channel_id = await makeChannel(alice);
  const ear = await listen(bob);
  ear.send(...bodies.map((body) => saying(channel_id, body)));
  await ear.next('channel.message.new', ({ body }) => body === bodies.at(-1));
});

describe('GET /channels/messages', () => {
  it('answers 200 with exactly the fields of the contract', async () => {
    const answer = await call(server, 'GET', `/channels/messages?channel_id=${channel_id}&limit=1`, {
      token: alice.session.token,
    });

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      channel_id,
      messages: [
        {
          id: expect.any(String),
          channel_id,
          sender_id: bob.session.user_id,
          sender_name_enc: NAME_ENC,
          body: bodies.at(-1),
          sent_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        },
      ],
      has_more: true,
    });
  });

  it('answers with the last `limit` messages, the oldest first', async () => {
    const { messages } = await alice.client.messages.list({ channel_id, limit: 3 });

    expect(messages.map(({ body }) => body)).toEqual(bodies.slice(-3));
  });

  it('answers with the last 100 without a limit', async () => {
    const { messages } = await alice.client.messages.list({ channel_id });

    expect(messages.map(({ body }) => body)).toEqual(bodies.slice(-100));
  });

  it('accepts a limit from 1 to 500', async () => {
    const one = await alice.client.messages.list({ channel_id, limit: 1 });
    const most = await alice.client.messages.list({ channel_id, limit: 500 });

    expect(one.messages).toHaveLength(1);
    expect(most.messages.map(({ body }) => body)).toEqual(bodies);
  });

  it.each(['0', '501', '-1', '1.5', 'ten', '', '1e2', '99999999999999999999'])(
    'answers 400 for the limit %j',
    async (limit) => {
      const answer = await call(server, 'GET', `/channels/messages?channel_id=${channel_id}&limit=${limit}`, {
        token: alice.session.token,
      });

      expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
      expect(answer.text).toContain('limit');
    },
  );

  it('answers 400 without a channel_id', async () => {
    const answer = await call(server, 'GET', '/channels/messages', { token: alice.session.token });

    expect(answer.status).toBe(400);
  });

  it('answers 404 for an unknown channel', async () => {
    await expect(alice.client.messages.list({ channel_id: NO_ID })).rejects.toMatchObject({
      status: 404,
      code: 'channel_not_found',
    });
  });

  it('answers with an empty list for a channel without messages', async () => {
    const empty = await makeChannel(alice);

    expect(await alice.client.messages.list({ channel_id: empty })).toEqual({
      channel_id: empty,
      messages: [],
      has_more: false,
    });
  });

  it('answers 401 without a session', async () => {
    await expect(stranger(server).messages.list({ channel_id })).rejects.toMatchObject({ status: 401 });
  });
});
