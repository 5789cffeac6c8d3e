// Throws frames at the server: valid ones, mutated ones, random bytes, wrong opcodes, fragments, huge lengths, and bursts
// after which the client is gone. The server must stay up, must answer only with what the contract allows, and must go on
// serving a user who keeps to the contract. The seed is printed: FAULT_SEED repeats a run.
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { once } from 'node:events';
import { createHash, randomInt } from 'node:crypto';
import { closeCodes } from '@app/contract';
import { makeChannel } from '../support/channels.js';
import { freshSqlite } from '../support/database.js';
import { listen } from '../support/listener.js';
import { loginFromNewDevice, type Person, register } from '../support/people.js';
import { naming, sendAcked } from '../support/sending.js';
import { frameProblems } from '../contract/support/frames.js';
import { FrameReader } from './frame-reader.js';
import { FuzzedFrames } from './fuzzed-frames.js';
import { size, Stage } from './stage.js';

const total = size('FAULT_FRAMES', 200_000);
const seed = size('FAULT_SEED', randomInt(1, 2 ** 31));
const FUZZERS = 8;
/** With limits a connection has to send more to be refused. */
const rounds = [
  { limits: 'off', burst: 40, isSound: false, share: 0.75, pauseMs: 0 },
  { limits: 'on', burst: 1500, isSound: true, share: 0.25, pauseMs: 100 },
];
const PATIENCE_MS = 10_000;
const OPEN_END_MS = 100;

const stage = new Stage(await freshSqlite());
const faults: string[] = [];
const codes = new Map<number, number>();
let sent = 0;
let answers = 0;
let connections = 0;
let healthy = 0;
try {
  await stage.start();
  const alice = await register(stage, 'alice');
  const bob = await register(stage, 'bob');
  const channelId = await makeChannel(alice);
  await register(stage, 'mallory'); // a user's devices share their rates, and alice is to keep hers
  const fuzzers: Person[] = [];
  while (fuzzers.length < FUZZERS) fuzzers.push(await loginFromNewDevice(stage, 'mallory'));
  const frames = fuzzers.map(
    (_, i) => new FuzzedFrames(seed + i, channelId, alice.session.user_id, () => naming(channelId, 'a message')),
  );
  const start = performance.now();
  console.log(`seed ${String(seed)}`);
  let due = 0;
  for (const { limits, burst, isSound, share, pauseMs } of rounds) {
    await stage.stop();
    await stage.start({ env: { DIALTONE_RATE_LIMIT: limits } });
    const [alicesEar, bobsEar] = [await listen(alice), await listen(bob)];
    due += total * share;
    for (const one of frames) one.isSound = isSound;
    let isOver = false;
    const health = (async () => {
      for (let count = 0; !isOver; count++) {
        const body = `healthy ${limits} ${String(count)}`;
        await sendAcked(alicesEar, channelId, body);
        await bobsEar.next('channel.message.new', (message) => message.body === body);
        bobsEar.clear();
        alicesEar.clear();
        healthy += 1;
        await delay(pauseMs);
      }
    })();
    const fuzzing = Promise.all(
      fuzzers.map(async (person, i) => {
        while (sent < due) await oneConnection(person, frames[i], burst);
      }),
    );
    await Promise.race([fuzzing, health]);
    isOver = true;
    await Promise.all([fuzzing, health]);
    await Promise.all([alicesEar.close(), bobsEar.close()]);
  }
  const seconds = (performance.now() - start) / 1000;

  if (!codes.has(1008)) faults.push('nobody was closed for sending far beyond the rate');
  if (healthy < 10) faults.push(`only ${String(healthy)} messages of a healthy user arrived`);
  if (/"level":[56]0|unhandled|uncaught/i.test(stage.log)) faults.push(`the server logged ${stage.log.slice(0, 2000)}`);
  if (!(await fetch(`${stage.url}/health`)).ok) faults.push('the server is not well');
  const closes = [...codes].map(([code, count]) => `${String(count)} with ${String(code)}`).join(', ');
  console.log(
    `figures: seed ${String(seed)}: ${String(sent)} frames over ${String(connections)} connections in ${seconds.toFixed(1)} s; ` +
      `${String(answers)} frames came back, all as the contract has them: ${String(faults.length === 0)}; closed ${closes || 'none'}; ` +
      `${String(healthy)} messages of a healthy user arrived meanwhile`,
  );
} finally {
  await stage.remove();
}
for (const fault of faults.slice(0, 10)) console.error(`  ${fault}`);
if (faults.length > 0) process.exitCode = 1;
process.exit();

/** Opens a connection and sends a burst; then it breaks off, or waits until all is answered or the server closes it. */
async function oneConnection(person: Person, frames: FuzzedFrames, size: number): Promise<void> {
  const socket = await upgraded(person);
  connections += 1;
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const reader = new FrameReader();
  let gotPong: () => void = () => undefined;
  const pong = new Promise<void>((resolve) => (gotPong = resolve));
  socket.on('data', (chunk: Buffer) => {
    for (const { opcode, payload } of reader.read(chunk)) {
      if (opcode === 1) {
        answers += 1;
        const problems = frameProblems(JSON.parse(payload.toString()) as never);
        if (problems.length > 0) faults.push(`${payload.toString().slice(0, 300)}: ${problems.join('; ')}`);
      } else if (opcode === 8) {
        const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1000;
        codes.set(code, (codes.get(code) ?? 0) + 1);
        if (!(code in closeCodes || frames.closeCodes.has(code)))
          faults.push(`a connection was closed with ${String(code)}`);
        socket.end();
      } else if (opcode === 10) {
        if (payload.toString() === 'end') gotPong();
      } else if (opcode !== 9) faults.push(`a frame with opcode ${String(opcode)}`);
    }
  });
  const burst = frames.burst(size);
  sent += size;
  for (const piece of burst) socket.write(piece);
  if (frames.chance(0.3)) {
    socket.resetAndDestroy();
  } else {
    socket.write(frames.ping());
    // A frame that announces more than it brings swallows what follows, so no answer is due.
    const patience = frames.isOpenEnded ? OPEN_END_MS : PATIENCE_MS;
    const timer = setTimeout(() => {
      if (!frames.isOpenEnded) faults.push('a connection was neither answered nor closed');
      socket.destroy();
    }, patience);
    await Promise.race([pong, closed]);
    clearTimeout(timer);
    socket.destroy();
  }
  await closed;
}

async function upgraded(person: Person): Promise<Socket> {
  const { hostname, port } = new URL(stage.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const key = createHash('sha256').update(String(connections)).digest().subarray(0, 16).toString('base64');
  socket.write(
    `GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: ${key}\r\nAuthorization: Bearer ${person.session.token}\r\n\r\n`,
  );
  let head = Buffer.alloc(0);
  while (!head.includes('\r\n\r\n')) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    head = Buffer.concat([head, chunk]);
  }
  socket.pause();
  socket.unshift(head.subarray(head.indexOf('\r\n\r\n') + 4));
  socket.resume();
  return socket;
}
