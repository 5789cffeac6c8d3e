import { randomUUID } from 'node:crypto';
import { SessionEntity } from '../../apps/server/src/auth/session.entity.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import { insertRows } from '../../apps/server/src/core/database/rows.js';
import { NO_ID } from '../support/channels.js';
import { call } from '../support/http.js';
import { loginFromNewDevice, type Person, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice, bob } = useServer('alice', 'bob');

/** Whether the session still works. Not asked through its client, which forgets the token at logout. */
async function isValid({ session }: Person): Promise<boolean> {
  const { status } = await call(server, 'GET', '/channels', { token: session.token });
  expect([200, 401]).toContain(status);
  return status === 200;
}

async function idOf({ client }: Person): Promise<string> {
  const { sessions } = await client.auth.listSessions();
  return sessions.find(({ is_current }) => is_current)!.id;
}

describe('POST /auth/logout', () => {
  it('ends the session of the caller at once, and no other', async () => {
    const [laptop, phone] = [await loginFromNewDevice(server, 'bob'), await loginFromNewDevice(server, 'bob')];

    expect(await laptop.client.auth.logout()).toEqual({ status: 'ok' });

    expect([await isValid(laptop), await isValid(phone), await isValid(bob)]).toEqual([false, true, true]);
    await expect(laptop.client.auth.logout()).rejects.toMatchObject({ status: 401 });
  });

  it('deletes everything of the session except its device', async () => {
    const phone = await loginFromNewDevice(server, 'alice');
    await phone.client.auth.createTicket();
    const before = await countRows(server, 'sessions', 'tickets', 'devices');

    await phone.client.auth.logout();

    expect(await countRows(server, 'sessions', 'tickets', 'devices')).toEqual({
      sessions: before.sessions - 1,
      tickets: before.tickets - 1,
      devices: before.devices,
    });
  });

  it('is not for good: the same device can log in again', async () => {
    const dora = await register(server, 'dora');
    await dora.client.auth.logout();

    const session = await dora.client.auth.login({
      username: 'dora',
      password: 'correct horse 7',
      public_key: dora.session.device_public_key,
    });

    expect(session.device_id).toBe(dora.session.device_id);
    expect(await isValid({ ...dora, session })).toBe(true);
  });
});

describe('GET /auth/sessions', () => {
  it("lists the caller's valid sessions, newest first, and no token", async () => {
    const carol = await register(server, 'carol');
    const laptop = await loginFromNewDevice(server, 'carol');
    const phone = await loginFromNewDevice(server, 'carol');
    const { manager } = server.app.get(Database).dataSource;
    await manager.update(SessionEntity, { deviceId: carol.session.device_id }, { expiresAt: new Date(0) });

    const { sessions } = await laptop.client.auth.listSessions();

    expect(sessions).toEqual(
      [phone, laptop].map((person) => ({
        id: expect.any(String),
        device_id: person.session.device_id,
        created_at: expect.stringMatching(/Z$/),
        expires_at: person.session.expires_at,
        is_current: person === laptop,
      })),
    );
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(2);
  });
});

describe('DELETE /auth/sessions', () => {
  it('ends the others, however many somebody has begun who knows the password', async () => {
    const ulla = await register(server, 'ulla');
    const { manager } = server.app.get(Database).dataSource;
    const { userId, deviceId, createdAt, expiresAt } = await manager.findOneByOrFail(SessionEntity, {
      id: await idOf(ulla),
    });
    // One more than a statement of the embedded database has parameters.
    const ids = Array.from({ length: 32_767 }, () => randomUUID());
    await server.app.get(Database).write(async (tx) => {
      for (let from = 0; from < ids.length; from += 1000) {
        const part = ids.slice(from, from + 1000);
        const rows = part.map((id) => ({ id, tokenHash: id, userId, deviceId, createdAt, expiresAt }));
        await insertRows(tx.manager, SessionEntity, rows);
      }
    });

    await ulla.client.auth.endSessions({ others: '1' });

    expect(await manager.countBy(SessionEntity, { userId })).toBe(1);
    expect(await isValid(ulla)).toBe(true);
  });

  it('ends the session with the given id', async () => {
    const [laptop, phone] = [await loginFromNewDevice(server, 'bob'), await loginFromNewDevice(server, 'bob')];

    await bob.client.auth.endSessions({ session_id: await idOf(phone) });

    expect([await isValid(phone), await isValid(laptop), await isValid(bob)]).toEqual([false, true, true]);
  });

  it('ends the session of the caller when its own id is given', async () => {
    const phone = await loginFromNewDevice(server, 'bob');

    await phone.client.auth.endSessions({ session_id: await idOf(phone) });

    expect(await isValid(phone)).toBe(false);
  });

  it("ends all other sessions of the caller with others=1, and nobody else's", async () => {
    const erin = await register(server, 'erin');
    const [laptop, phone] = [await loginFromNewDevice(server, 'erin'), await loginFromNewDevice(server, 'erin')];

    await laptop.client.auth.endSessions({ others: '1' });
    await laptop.client.auth.endSessions({ others: '1' }); // having none left is no error

    expect([await isValid(erin), await isValid(phone)]).toEqual([false, false]);
    expect([await isValid(laptop), await isValid(alice)]).toEqual([true, true]);
  });

  it('answers 400 with neither parameter or with both, and ends no session', async () => {
    const phone = await loginFromNewDevice(server, 'bob');
    const session_id = await idOf(phone);

    for (const query of ['', '?others=0', '?others=', `?session_id=${session_id}&others=1`]) {
      const answer = await call(server, 'DELETE', `/auth/sessions${query}`, { token: bob.session.token });
      expect([query, answer.status, answer.code]).toEqual([query, 400, 'invalid_request']);
    }

    expect(await isValid(phone)).toBe(true);
  });

  it("answers 404 for somebody else's session, as for an unknown one", async () => {
    for (const session_id of [await idOf(alice), NO_ID]) {
      await expect(bob.client.auth.endSessions({ session_id })).rejects.toMatchObject({
        status: 404,
        code: 'session_not_found',
      });
    }

    expect(await isValid(alice)).toBe(true);
  });

  it('answers 401 without a session', async () => {
    await expect(stranger(server).auth.endSessions({ others: '1' })).rejects.toMatchObject({ status: 401 });
  });
});
