/**
 * Runs it in the next turn of the event loop, after all that the promises settled in this one have set going.
 * A timer would do, were it not for the milliseconds that it waits: a busy server sends faster than that.
 */
export function nextTurn(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(undefined);
}
