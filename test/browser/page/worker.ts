/* A client in a worker: connects, and tells the page what it hears. A shared worker does so for every page. */
import { DialtoneClient } from '@dialtone/sdk';

interface Port {
  onmessage: ((event: { data: { baseUrl: string; token: string } }) => void) | null;
  postMessage(message: unknown): void;
}

function serve(port: Port): void {
  port.onmessage = ({ data }) => {
    const realtime = new DialtoneClient(data).realtime();
    realtime.on('channel.message.new', ({ body }) => port.postMessage({ body }));
    realtime.connect().then(
      () => port.postMessage({ state: realtime.state }),
      (error: unknown) => port.postMessage({ error: String(error) }),
    );
  };
}

const scope = globalThis as unknown as Port & { onconnect?: (event: { ports: [Port] }) => void };
if ('onconnect' in scope) scope.onconnect = ({ ports: [port] }) => serve(port);
else serve(scope);
