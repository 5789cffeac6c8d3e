import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeChannel } from '../support/channels.js';
import { listen } from '../support/listener.js';
import { useProcesses } from '../support/processes.js';
import { runProgram } from '../support/program.js';
import { sendAcked } from '../support/sending.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { useServer } from '../support/stage.js';

const processes = useProcesses();
const { server, alice, bob } = useServer('alice', 'bob');

it('tells of an installation in use, and holds no secret, name, id, address or path', async () => {
  const channelId = await makeChannel(alice);
  const ear = await listen(bob);
  await sendAcked(ear, channelId, 'a body that nobody else shall read');
  await ear.close();
  const log = join(processes.cwd, 'server.log');
  writeFileSync(log, server.log.join(''));
  const pepper = 'a pepper of the tests, long enough';
  const env = { ...server.database.env, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };
  const strange = { DIALTONE_ALLOWED_ORIGINS: 'https://chat.alice.example', DIALTONE_MISTAKE: pepper };

  const { code, stderr } = await runProgram(processes, { ...env, ...strange }, 'support-bundle', '--log', log);

  const file = join(processes.cwd, 'dialtone-support.json');
  const text = readFileSync(file, 'utf8');
  const bundle = JSON.parse(text) as { rows: Record<string, number>; log: object[]; settings: Record<string, string> };
  expect([code, stderr, statSync(file).mode & 0o777]).toEqual([0, '', 0o600]);
  expect(bundle.rows).toMatchObject({ users: 2, devices: 2, channels: 1, messages: 1 });
  expect(bundle.settings).toMatchObject({ DIALTONE_ADMIN_TOKEN: 'set', DIALTONE_TLS_KEY: 'not set' });
  expect(bundle.log.length).toBeGreaterThan(10);
  const { session } = bob;
  const people = [alice, bob].flatMap(({ session: { token, user_id, device_id } }) => [token, user_id, device_id]);
  const secrets = [...people, 'alice', 'bob', channelId, session.device_public_key, 'nobody else shall read', pepper];
  const places = [server.dataDir, processes.cwd, '127.0.0.1', new URL(server.url).port, ADMIN_TOKEN];
  for (const secret of [...secrets, ...places, ...Object.values(server.database.env)])
    expect(text).not.toContain(secret);
});

it('replaces no file', async () => {
  writeFileSync(join(processes.cwd, 'notes.json'), 'mine');

  const { code, stderr } = await runProgram(processes, server.database.env, 'support-bundle', 'notes.json');

  expect([code, stderr]).toEqual([1, 'notes.json exists already: name another file\n']);
  expect(readFileSync(join(processes.cwd, 'notes.json'), 'utf8')).toBe('mine');
});
