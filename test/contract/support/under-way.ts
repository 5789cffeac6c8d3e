import { connect, type Socket } from 'node:net';
import { limits } from '@app/contract';
import { until } from '../../support/pace.js';
import { credentials, type Person, type World } from './world.js';

/** Announces bodies that never come, until the session has room for no other request; ends with these connections. */
export async function fillUp(world: World, person: Person): Promise<Socket[]> {
  const sockets: Socket[] = [];
  const fill = async (...lengths: number[]) => {
    for (const length of lengths) sockets.push(await announce(world, person, length));
  };
  await fill(limits.maxBodyBytes, limits.maxBodyBytes, limits.maxBodyBytes);
  const call = { method: 'GET', path: '/channels', headers: credentials(person) };
  const isRefused = async () => (await world.send(call)).status === 429;
  await until('there is no room', async () => {
    await fill(limits.maxBodyBytes / 16, 1);
    return (await isRefused()) && (await isRefused()); // the first may be in the way of what was announced
  });
  return sockets;
}

function announce({ server }: World, person: Person, length: number): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const headers = { ...credentials(person), Host: hostname, 'Content-Type': 'application/json' };
  const lines = Object.entries({ ...headers, 'Content-Length': length }).map((pair) => pair.join(': '));
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(['POST /channels/keys HTTP/1.1', ...lines, '', ''].join('\r\n'), () => resolve(socket));
    });
    socket.on('error', reject);
  });
}
