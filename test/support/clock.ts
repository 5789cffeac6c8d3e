const FAKEABLE = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const satisfies FakeableAPI[];

/** Lets the test control these alone, until `jest.useRealTimers()`; all other timers and clocks run as ever. */
export function fakeOnly(faked: readonly FakeableAPI[], now?: number): void {
  jest.useFakeTimers({ doNotFake: FAKEABLE.filter((api) => !faked.includes(api)), now });
}
