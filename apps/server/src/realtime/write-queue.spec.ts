import * as fc from 'fast-check';
import { WriteQueue } from './write-queue.js';

/** What can happen in a tick, with clients as small numbers. */
type Step =
  | { does: 'all'; except: number | undefined }
  | { does: 'some'; clients: number[] }
  | { does: 'join'; client: number }
  | { does: 'flush' }
  | { does: 'flushOwn' };

const client = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('all' as const), except: fc.option(client, { nil: undefined }) }),
  },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('some' as const), clients: fc.uniqueArray(client) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('join' as const), client }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('flush' as const, 'flushOwn' as const) }) },
);

/** Frames of different lengths, none like another. */
function frames(): () => Buffer {
  let count = 0;
  return () => Buffer.from(`<${String(count++)}${'.'.repeat(count % 7)}>`);
}

it('everyone gets their frames, all of them, in order, whatever the others get', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new WriteQueue<number>();
      const open = new Set([0, 1, 2]);
      const got = new Map<number, string>();
      const meant = new Map<number, string>();
      const nextFrame = frames();
      const write = (to: number, bytes: Buffer) => got.set(to, (got.get(to) ?? '') + bytes.toString());
      const flush = () => queue.flush(open, write);
      const mean = (to: number, frame: Buffer) => meant.set(to, (meant.get(to) ?? '') + frame.toString());

      for (const one of steps) {
        const frame = nextFrame();
        if (one.does === 'all') {
          if (one.except !== undefined && !open.has(one.except)) continue;
          queue.addForAll(frame, one.except);
          for (const to of open) if (to !== one.except) mean(to, frame);
        } else if (one.does === 'some') {
          const clients = one.clients.filter((to) => open.has(to));
          queue.add(frame, clients);
          for (const to of clients) mean(to, frame);
        } else if (one.does === 'join') {
          if (open.has(one.client)) continue;
          open.add(one.client);
          queue.join(one.client);
        } else if (one.does === 'flushOwn') queue.flushOwn(write);
        else flush();
      }
      flush();

      expect(Object.fromEntries(got)).toEqual(Object.fromEntries(meant));
    }),
    { numRuns: 2000 },
  );
});

it('those who get the same get the same Buffer, once', () => {
  const queue = new WriteQueue<string>();
  const written = new Map<string, Buffer[]>();
  const everyone = ['alice', 'bob', 'carol', 'dave'];

  queue.addForAll(Buffer.from('1'));
  queue.add(Buffer.from('2'), ['carol', 'dave']);
  queue.addForAll(Buffer.from('3'));
  queue.flush(everyone, (to, bytes) => written.set(to, [...(written.get(to) ?? []), bytes]));

  const [[alice], [bob], [carol], [dave]] = everyone.map((name) => written.get(name) ?? []);
  expect([alice, carol].map(String)).toEqual(['13', '123']);
  expect(bob).toBe(alice);
  expect(dave).toBe(carol);
  expect([...written.values()].map(({ length }) => length)).toEqual([1, 1, 1, 1]);
});

it('a single frame is not copied', () => {
  const queue = new WriteQueue<string>();
  const frame = Buffer.from('1');
  const written: Buffer[] = [];

  queue.addForAll(frame);
  queue.flush(['alice'], (_, bytes) => written.push(bytes));

  expect(written[0]).toBe(frame);
});

it('an empty queue writes nothing', () => {
  const queue = new WriteQueue<string>();
  let writes = 0;

  queue.add(Buffer.from('1'), []);
  queue.addForAll(Buffer.from('2'), 'alice');
  queue.flush(['alice'], () => (writes += 1));
  queue.flush(['alice'], () => (writes += 1));

  expect(writes).toBe(0);
});
