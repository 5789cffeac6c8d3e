/**
 * From now on `setTimeout` waits for `jest.advanceTimersByTime`, until `jest.useRealTimers`: the test says how much time
 * passes, however long the machine takes for anything. Sockets go on as ever.
 */
export function stopTimers(): void {
  const others = ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const;
  jest.useFakeTimers({ doNotFake: [...others, 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] });
}
