import { createHash } from 'node:crypto';
import { limits } from '@app/contract';
import { TicketEntity } from '../../apps/server/src/auth/ticket.entity.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import { handshake, type HandshakeResult } from '../support/handshake.js';
import { bearer, loginFromNewDevice, type Person, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows, expireSessions } from '../support/store.js';

const { server, alice } = useServer('alice');

async function newTicket(person: Person): Promise<string> {
  return (await person.client.auth.createTicket()).ticket;
}

/** Opens a WebSocket as a page does: with no header of its own but the subprotocols. */
function open(...protocols: string[]): Promise<HandshakeResult> {
  return handshake(server.wsUrl, { origin: server.url }, protocols);
}

function withTicket(ticket: string): Promise<HandshakeResult> {
  return open('dialtone', `ticket.${ticket}`);
}

const REFUSED = { status: 401, code: 'unauthorized' };

it('opens one WebSocket for its session, with the subprotocol dialtone', async () => {
  const bob = await register(server, 'bob');
  const before = Date.now();
  const { ticket, expires_at } = await bob.client.auth.createTicket();

  const { status, headers, ear } = await withTicket(ticket);

  expect(ticket).toMatch(/^[\w-]{43,}$/);
  expect(Date.parse(expires_at)).toBeGreaterThanOrEqual(before + 30_000);
  expect(Date.parse(expires_at)).toBeLessThanOrEqual(Date.now() + 30_000);
  expect([status, headers['sec-websocket-protocol']]).toEqual([101, 'dialtone']);
  await ear!.next('voice.presence.snapshot');
  const { statuses } = await alice.client.presence.query({ user_ids: [bob.session.user_id] });
  expect(statuses).toEqual({ [bob.session.user_id]: true });
  await ear!.close();
});

it('works once, even for several who try at once', async () => {
  const ticket = await newTicket(alice);

  const results = await Promise.all([withTicket(ticket), withTicket(ticket), withTicket(ticket)]);

  expect(results.map(({ status }) => status).sort()).toEqual([101, 401, 401]);
  expect(await withTicket(ticket)).toMatchObject(REFUSED);
  await results.find(({ ear }) => ear)!.ear!.close();
});

it('is looked up without waiting for those who write, so strangers with unknown ones hold nobody up', async () => {
  let end = (): void => undefined;
  let writing: Promise<void> | undefined;
  await new Promise<void>((begun) => {
    writing = server.app.get(Database).write(() => {
      begun();
      return new Promise((resolve) => (end = resolve));
    });
  });

  try {
    expect(await withTicket('unknown')).toMatchObject(REFUSED);
  } finally {
    end();
    await writing;
  }
});

it('is stored only as its SHA-256', async () => {
  const ticket = await newTicket(alice);

  const rows = await server.app.get(Database).read.find(TicketEntity);

  expect(rows.map(({ ticketHash }) => ticketHash)).toContain(createHash('sha256').update(ticket).digest('hex'));
  expect(JSON.stringify(rows)).not.toContain(ticket);
});

it('is refused after 30 seconds', async () => {
  const ticket = await newTicket(alice);
  const { manager } = server.app.get(Database).dataSource;
  await manager.update(
    TicketEntity,
    { ticketHash: createHash('sha256').update(ticket).digest('hex') },
    { expiresAt: new Date(Date.now() - 1) },
  );

  expect(await withTicket(ticket)).toMatchObject(REFUSED);
});

it('ends when its session has as many newer ones; used ones and those of other sessions do not count', async () => {
  const [dora, phone] = [await register(server, 'dora'), await loginFromNewDevice(server, 'dora')];
  const [used, oldest, second] = [await newTicket(dora), await newTicket(dora), await newTicket(dora)];
  await (await withTicket(used)).ear!.close();
  for (let i = 2; i < limits.ticketsPerSession; i++) await newTicket(dora);
  const others = await newTicket(phone);
  const before = await countRows(server, 'tickets');
  const newest = await newTicket(dora);

  expect(await countRows(server, 'tickets')).toEqual(before);
  expect(await withTicket(oldest)).toMatchObject(REFUSED);
  for (const ticket of [others, second, newest]) await (await withTicket(ticket)).ear!.close();
});

it('of those made at once a session keeps no more than the contract allows', async () => {
  const erin = await register(server, 'erin');
  const before = await countRows(server, 'tickets');

  await Promise.all(Array.from({ length: 2 * limits.ticketsPerSession }, () => newTicket(erin)));

  const { tickets } = await countRows(server, 'tickets');
  expect(tickets - before.tickets).toBe(limits.ticketsPerSession);
});

it('dies with its session', async () => {
  const [carol, phone] = [await register(server, 'carol'), await loginFromNewDevice(server, 'carol')];
  const tickets = [await newTicket(carol), await newTicket(phone)];
  await phone.client.auth.logout();
  await expireSessions(server, carol.session.user_id);

  for (const ticket of tickets) expect(await withTicket(ticket)).toMatchObject(REFUSED);
});

it('its connection is closed when the session ends', async () => {
  const phone = await loginFromNewDevice(server, 'alice');
  const { ear } = await withTicket(await newTicket(phone));

  await phone.client.auth.logout();

  expect(await ear!.closed).toBe(4001);
});

it('works only as a subprotocol: not in the URL, and not as a bearer token', async () => {
  const ticket = await newTicket(alice);
  const asToken = { headers: { authorization: `Bearer ${ticket}` } };

  expect(await handshake(`${server.wsUrl}?ticket=${ticket}`, {}, ['dialtone'])).toMatchObject(REFUSED);
  expect(await handshake(server.wsUrl, asToken)).toMatchObject(REFUSED);
  const client = stranger(server);
  await expect(client.auth.createTicket()).rejects.toMatchObject(REFUSED);

  const { ear } = await withTicket(ticket); // none of these attempts has used it up
  await ear!.close();
});

it.each([['dialtone'], ['dialtone', 'ticket.'], ['dialtone', 'ticket.nonsense'], ['ticket'], ['dialtone', 'Ticket.x']])(
  'subprotocols without a good ticket are refused: %s %s',
  async (...protocols) => {
    expect(await open(...protocols)).toMatchObject(REFUSED);
  },
);

it('a session token is not a ticket', async () => {
  expect(await withTicket(alice.session.token)).toMatchObject(REFUSED);
});

it('clients that send the Authorization header need no ticket, and may ask for dialtone as well', async () => {
  const options = { headers: bearer(alice) };

  const results = [await handshake(server.wsUrl, options), await handshake(server.wsUrl, options, ['dialtone'])];

  expect(results.map(({ headers }) => headers['sec-websocket-protocol'])).toEqual([undefined, 'dialtone']);
  for (const { ear } of results) await ear!.close();
});

it('a session that ends while its ticket is made leaves no valid ticket', async () => {
  const phone = await loginFromNewDevice(server, 'alice');

  const [, ...outcomes] = await Promise.allSettled([
    phone.client.auth.logout(),
    ...Array.from({ length: 6 }, () => phone.client.auth.createTicket()),
  ]);

  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') expect(await withTicket(outcome.value.ticket)).toMatchObject(REFUSED);
    else expect(outcome.reason).toMatchObject(REFUSED);
  }
});
