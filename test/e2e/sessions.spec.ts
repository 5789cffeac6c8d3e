import { randomUUID } from 'node:crypto';
import { limits } from '@app/contract';
import { SessionEntity } from '../../apps/server/src/auth/session.entity.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import { insertRows } from '../../apps/server/src/core/database/rows.js';
import { NO_ID } from '../support/channels.js';
import { handshake } from '../support/handshake.js';
import { call } from '../support/http.js';
import { bearer, loginFromNewDevice, PASSWORD, type Person, register, stranger } from '../support/people.js';
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

/** How many sessions the device has. */
async function countOf({ session }: Person): Promise<number> {
  const { manager } = server.app.get(Database).dataSource;
  return manager.countBy(SessionEntity, { deviceId: session.device_id });
}

/** Stores sessions that are like somebody's, but newer. */
async function storeCopies(person: Person, count: number, change: Partial<SessionEntity> = {}): Promise<void> {
  const db = server.app.get(Database);
  const model = await db.read.findOneByOrFail(SessionEntity, { id: await idOf(person) });
  const { userId, deviceId, expiresAt } = model;
  const createdAt = new Date(model.createdAt.getTime() + 1);
  await db.write(async (tx) => {
    for (let stored = 0; stored < count; stored += 1000) {
      const ids = Array.from({ length: Math.min(1000, count - stored) }, () => randomUUID());
      const rows = ids.map((id) => ({ id, tokenHash: id, userId, deviceId, createdAt, expiresAt, ...change }));
      await insertRows(tx.manager, SessionEntity, rows);
    }
  });
}

/** Another session of the same device. */
async function loginAgain(person: Person): Promise<Person> {
  const { username, device_public_key: public_key } = person.session;
  const client = stranger(server);
  return { ...person, client, session: await client.auth.login({ username, password: PASSWORD, public_key }) };
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

describe('one more login than a device has sessions', () => {
  it('ends its oldest, with its tickets, and no session of another device or user', async () => {
    const carl = await register(server, 'carl');
    const phone = await loginFromNewDevice(server, 'carl');
    const second = await loginAgain(carl);
    await storeCopies(carl, limits.sessionsPerDevice - 2);
    const { ticket } = await carl.client.auth.createTicket();
    const { ear } = await handshake(server.wsUrl, { headers: bearer(carl) });

    const newest = await loginAgain(carl);

    expect(await ear!.closed).toBe(4001);
    expect((await handshake(server.wsUrl, {}, ['dialtone', `ticket.${ticket}`])).status).toBe(401);
    const people = [carl, second, newest, phone, alice];
    expect(await Promise.all(people.map(isValid))).toEqual([false, true, true, true, true]);
    expect(await countOf(carl)).toBe(limits.sessionsPerDevice);
  });

  it('ends all that are too many from an earlier version', async () => {
    const dana = await register(server, 'dana');
    await storeCopies(dana, 1200);

    const newest = await loginAgain(dana);

    expect([await countOf(dana), await isValid(newest)]).toEqual([limits.sessionsPerDevice, true]);
  });

  it('counts no expired ones', async () => {
    const emil = await register(server, 'emil');
    await storeCopies(emil, limits.sessionsPerDevice - 1, { expiresAt: new Date(0) });

    await loginAgain(emil);

    expect([await countOf(emil), await isValid(emil)]).toEqual([2, true]);
  });

  it('of several at once, each ends one', async () => {
    const fay = await register(server, 'fay');
    await storeCopies(fay, limits.sessionsPerDevice - 1);

    const people = await Promise.all(Array.from({ length: 8 }, () => loginAgain(fay)));

    expect(await countOf(fay)).toBe(limits.sessionsPerDevice);
    expect(await Promise.all(people.map(isValid))).toEqual(Array(8).fill(true));
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
  it('ends the others, however many there are from an earlier version', async () => {
    const ulla = await register(server, 'ulla');
    await storeCopies(ulla, 32_767); // one more than a statement of the embedded database has parameters

    await ulla.client.auth.endSessions({ others: '1' });

    expect([await countOf(ulla), await isValid(ulla)]).toEqual([1, true]);
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
