import { createLogger } from './logger.js';
import { Outage } from './outage.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function makeOutage(probe?: () => void) {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('info', { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  const outage = new Outage(logger, { over: 'it is back', probe });
  return { outage, told: () => lines.map(({ msg, reason, seconds, refused }) => ({ msg, reason, seconds, refused })) };
}

const away = { msg: 'it is away', reason: 'ECONNREFUSED' };

it('is told with one line when it begins and one when it is over, with its length and what was refused', () => {
  const { outage, told } = makeOutage();

  for (let i = 0; i < 100; i++) {
    outage.failed('it is away', 'ECONNREFUSED');
    outage.refused();
    jest.advanceTimersByTime(100);
  }
  outage.worked();
  jest.advanceTimersByTime(10_000);
  outage.worked();

  expect(told()).toEqual([away, { msg: 'it is back', seconds: 10, refused: 100 }]);
});

it('is not over while some of it works and some fails', () => {
  const { outage, told } = makeOutage();

  for (let i = 0; i < 20; i++) {
    outage.failed('it is away', 'ECONNREFUSED');
    outage.worked();
    jest.advanceTimersByTime(1500);
  }

  expect(told()).toEqual([away]);
});

it('is probed every second until something works', () => {
  let probes = 0;
  const { outage, told } = makeOutage(() => {
    if (++probes === 3) outage.worked();
  });

  outage.failed('it is away', 'ECONNREFUSED');
  jest.advanceTimersByTime(60_000);

  expect(probes).toBe(3);
  expect(told()).toEqual([away, { msg: 'it is back', seconds: 3, refused: 0 }]);
});

it('can end at once, and come again', () => {
  const { outage, told } = makeOutage();

  for (let i = 0; i < 2; i++) {
    outage.failed('it is away', 'ECONNREFUSED');
    outage.refused(2);
    outage.end();
  }
  outage.end();
  outage.refused();

  const back = { msg: 'it is back', seconds: 0, refused: 2 };
  expect(told()).toEqual([away, back, away, back]);
});
