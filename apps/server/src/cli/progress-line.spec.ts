import { ProgressLine } from './progress-line.js';

function shown(isTTY: boolean, show: (line: ProgressLine) => void): string {
  let text = '';
  const line = new ProgressLine({ isTTY, write: (chunk: string) => ((text += chunk), true) });
  show(line);
  line.end();
  return text;
}

it('is one line on a terminal, which is empty in the end', () => {
  const text = shown(true, (line) => {
    line.show('reading', 1000, 2000);
    line.show('comparing', 0, 2000);
  });

  expect(text).toBe('\r\u001b[Kreading 1,000 of 2,000 rows\r\u001b[Kcomparing 0 of 2,000 rows\r\u001b[K');
});

it('is a line for each step elsewhere, and no more within a moment', () => {
  const text = shown(false, (line) => {
    for (let rows = 0; rows < 100; rows++) line.show('loading', rows, 100);
    line.show('comparing', 5, 100);
  });

  expect(text).toBe('loading 0 of 100 rows\ncomparing 5 of 100 rows\n');
});

it('tells rate and time left, as it is measured in this run', () => {
  jest.useFakeTimers({ now: 0 });
  const text = shown(false, (line) => {
    line.show('loading', 500_000, 1_000_000);
    jest.advanceTimersByTime(10_000);
    line.show('loading', 550_000, 1_000_000);
  });
  jest.useRealTimers();

  expect(text).toContain('\nloading 550,000 of 1,000,000 rows, 5,000 a second, 1 min 30 s left\n');
});
