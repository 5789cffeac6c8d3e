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

/** Takes the clock of these alone into the test's hands, until `jest.useRealTimers()`; everything else goes on as ever. */
export function fakeOnly(faked: readonly FakeableAPI[], now?: number): void {
  jest.useFakeTimers({ doNotFake: FAKEABLE.filter((api) => !faked.includes(api)), now });
}
