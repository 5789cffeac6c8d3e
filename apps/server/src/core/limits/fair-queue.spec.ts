import { FairQueue } from './fair-queue.js';

const REFUSED = 'server_unavailable';

/** A queue whose works end when they are told to. */
function stage(options: { atWork?: number; waiting?: number; waitingOfGroup?: number } = {}) {
  const queue = new FairQueue({ atWork: 1, waiting: 6, waitingOfGroup: 4, ...options });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    /** Asks for a turn for a work whose name begins with its group's; resolves with what became of it. */
    ask: (name: string): Promise<string> =>
      queue
        .run(name.charAt(0), () => {
          begun.push(name);
          return new Promise<string>((resolve) => ends.set(name, () => resolve('done')));
        })
        .catch((error: unknown) => (error as { code: string }).code),
    /** Ends works in this order, each once it has begun. */
    end: async (...names: string[]) => {
      for (const name of [...names, '']) {
        await new Promise((resolve) => setImmediate(resolve)); // the next one begins
        ends.get(name)?.();
      }
    },
  };
}

it('lets groups take turns, however much one of them asks for', async () => {
  const { begun, ask, end } = stage();
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']) void ask(name);

  await end('a1', 'b1', 'c1', 'a2', 'b2', 'a3');

  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
});

it('lets a group that was not served lately go before those that were', async () => {
  const { begun, ask, end } = stage();
  void ask('a1');
  void ask('b1');
  await end('a1', 'b1');
  for (const name of ['a2', 'b2', 'a3', 'c1']) void ask(name);

  await end('a2');

  expect(begun.slice(2)).toEqual(['a2', 'c1']);
});

it('takes the newest from the group with the most when too many wait, not from whoever comes last', async () => {
  const { begun, ask, end } = stage();
  const [, ...hostile] = ['a0', 'a1', 'a2', 'a3', 'a4', 'b1', 'b2'].map(ask);

  const honest = ask('c1');
  await end('a0');

  expect(await hostile[3]).toBe(REFUSED);
  expect(begun.at(-1)).toBe('b1');
  await end('b1', 'c1');
  expect(await honest).toBe('done');
});

it('takes it from the group that was served last when all have as many', async () => {
  const { ask, end } = stage({ waiting: 2 });
  void ask('a1');
  await end('a1');
  void ask('b1');
  const again = [ask('a2'), ask('b2')];

  const honest = ask('c1');
  await end('b1', 'c1');

  expect(await again[1]).toBe(REFUSED);
  expect(await honest).toBe('done');
});

it('refuses a group more than its own bound, though there would be room', async () => {
  const { ask, begun, end } = stage();
  const asked = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'].map(ask);

  expect(await asked[5]).toBe(REFUSED);
  await end('a0', 'a1', 'a2', 'a3', 'a4');
  expect(begun).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
});

it('goes on after a work that fails, and takes on what was refused before', async () => {
  const queue = new FairQueue({ atWork: 1, waiting: 1, waitingOfGroup: 1 });
  const fail = () => queue.run('a', () => Promise.reject(new Error('no luck')));
  const outcomes = await Promise.allSettled([fail(), fail(), fail()]);

  expect(outcomes.map((outcome) => (outcome as { reason: Error }).reason)).toEqual([
    new Error('no luck'),
    new Error('no luck'),
    expect.objectContaining({ code: REFUSED, retryAfter: 2 }),
  ]);
  expect(await queue.run('a', () => Promise.resolve('done'))).toBe('done');
});
