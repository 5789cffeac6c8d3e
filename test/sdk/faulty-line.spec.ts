import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { fakeOnly } from '../support/clock.js';
import { FaultyLine } from '../faults/faulty-line.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  jest.useRealTimers();
  for (const close of closing.splice(0)) await close();
});

test('on a line whose delay becomes shorter nothing overtakes what came before it', async () => {
  const server = createServer((socket) => socket.write('hello'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const line = await FaultyLine.to(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  closing.push(
    () => line.close(),
    () => server.close(),
  );
  const open = async (): Promise<Socket> => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(line.url).port) });
    closing.unshift(() => socket.destroy());
    await once(socket, 'data');
    return socket;
  };
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const sender = await open();
  const [receiver] = await accepted;
  const ended = once(receiver, 'end');
  let arrived = '';
  receiver.setEncoding('utf8').on('data', (text: string) => (arrived += text));

  fakeOnly(['setTimeout']);
  line.inflict('delay', 100);
  sender.write('first ');
  await open(); // has gone both ways without a delay: by now the first bytes are in the line
  line.inflict('delay', 1);
  sender.end('second');
  await open();
  jest.advanceTimersByTime(1);
  await open();
  expect(arrived).toBe('');
  jest.advanceTimersByTime(99);
  await ended;

  expect(arrived).toBe('first second');
});
