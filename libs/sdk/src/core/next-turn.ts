/**
 * Runs it in the next turn of the event loop, after everything that the promises settled in this one have started.
 * A timer would do the same, but waits for milliseconds, and a busy server sends faster than that.
 */
export function nextTurn(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(undefined);
}
