import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { DialtoneClient } from '@dialtone/sdk';
import { WebSocket } from 'ws';
import { makeChannel } from '../support/channels.js';
import { call } from '../support/http.js';
import { Listener } from '../support/listener.js';
import { loginFromNewDevice, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { expireSessions } from '../support/store.js';

const { server, alice, bob, listen, restart } = useServer('alice', 'bob');

/** Tries a handshake that must be refused; returns the refusal. */
async function refusal(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers });
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(text) as unknown };
}

describe('a handshake', () => {
  it('that is refused leaves no socket behind, even if the client keeps its half open', async () => {
    const { port } = new URL(server.url);
    const http = server.app.getHttpServer();
    const accepted = once(http, 'connection') as Promise<[Socket]>;
    const client = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    const [socket] = await accepted;
    const closed = once(socket, 'close');
    client.write(
      'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    const [answer] = (await once(client, 'data')) as [Buffer];

    await closed;

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
    client.destroy();
  });

  it('RT1 without a session token is refused with 401', async () => {
    await expect(stranger(server).realtime().connect()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  });

  it('RT1 with an unknown token is refused with 401', async () => {
    const client = new DialtoneClient({ baseUrl: server.url, token: 'unknown' });

    await expect(client.realtime().connect()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  });

  it('RT1 with an expired session is refused with 401', async () => {
    const carol = await register(server, 'carol');
    await expireSessions(server, carol.session.user_id);

    await expect(carol.client.realtime().connect()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  });

  it.each(['Basic YWxpY2U6eA==', 'Bearer', 'Bearer a b', ''])(
    'RT1 with the Authorization header %j is refused with 401, in the form of any other error',
    async (authorization) => {
      const { status, headers, body } = await refusal(server.wsUrl, { authorization });

      expect([status, body]).toEqual([401, { error: expect.any(String) }]);
      expect(headers).toMatchObject({
        'content-type': expect.stringMatching(/^application\/json/),
        'x-error-code': 'unauthorized',
        'x-request-id': expect.stringMatching(/.+/),
      });
    },
  );

  it('RT1 that is refused leaves nobody online', async () => {
    const ear = await listen(alice);
    await refusal(server.wsUrl);

    await makeChannel(alice);
    await ear.next('channel.updated');

    expect(ear.types).toEqual(['voice.presence.snapshot', 'channel.updated']);
  });

  it('on another path is 404', async () => {
    const answer = await refusal(`${server.wsUrl}/other`, { authorization: `Bearer ${alice.session.token}` });

    expect(answer).toMatchObject({ status: 404, headers: { 'x-error-code': 'not_found' } });
  });

  it('replaced by a plain GET is 401 for a stranger and 426 for a member', async () => {
    const answers = [
      await call(server, 'GET', '/ws'),
      await call(server, 'GET', '/ws', { token: alice.session.token }),
    ];

    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [401, 'unauthorized'],
      [426, 'upgrade_required'],
    ]);
    expect(answers[1].headers.get('upgrade')).toBe('websocket');
  });
});

describe('a new connection', () => {
  it("RT2 is announced to everyone else, including the user's other connections", async () => {
    const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];
    await aliceHears.next('device.joined', ({ sender }) => sender === bob.session.user_id);
    const phone = await loginFromNewDevice(server, 'bob');
    aliceHears.clear();
    bobHears.clear();

    const phoneHears = await listen(phone);
    await makeChannel(alice);
    await Promise.all([aliceHears, bobHears, phoneHears].map((ear) => ear.next('channel.updated')));

    const joined = { type: 'device.joined', sender: bob.session.user_id, device_id: phone.session.device_id };
    expect(aliceHears.frames[0]).toEqual(joined);
    expect(bobHears.frames[0]).toEqual(joined);
    expect(phoneHears.types).not.toContain('device.joined');
  });

  it('RT3 receives voice.presence.snapshot first, with {} while no room is in use', async () => {
    const others = [await listen(alice), await listen(bob)];

    const ear = new Listener(alice, alice.client.realtime({ reconnect: false }));
    await ear.realtime.connect();
    await makeChannel(alice);
    await ear.next('channel.updated');

    expect(ear.frames[0]).toEqual({ type: 'voice.presence.snapshot', channel_id: '', sender: '', voice_rooms: {} });
    expect(others[0].all('voice.presence.snapshot')).toHaveLength(1);
  });

  it('RT3 learns from the snapshot who is in which room, each with sorted user ids', async () => {
    const [first, second] = [await makeChannel(alice), await makeChannel(alice)];
    const phone = await loginFromNewDevice(server, 'alice');
    const [aliceHears, bobHears, phoneHears] = [await listen(alice), await listen(bob), await listen(phone)];
    bobHears.send({ type: 'voice_join', channel_id: first });
    await bobHears.next('voice_roster');
    aliceHears.send({ type: 'voice_join', channel_id: first });
    await aliceHears.next('voice_roster');
    phoneHears.send({ type: 'voice_join', channel_id: second });
    await phoneHears.next('voice_roster');

    const ear = await listen(await register(server, 'dave'));

    expect(ear.frames[0]).toEqual({
      type: 'voice.presence.snapshot',
      channel_id: '',
      sender: '',
      voice_rooms: {
        [first]: [alice.session.user_id, bob.session.user_id].sort(),
        [second]: [alice.session.user_id],
      },
    });
  });
});

it('a server that stops closes its connections with 1001', async () => {
  const ears = [await listen(alice), await listen(bob)];
  const closed = ears.map((ear) => ear.realtime.once('close'));

  await restart();

  expect((await Promise.all(closed)).map(({ code }) => code)).toEqual([1001, 1001]);
});
