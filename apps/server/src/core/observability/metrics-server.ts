import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { ListenAddress } from '../config/listen-address.js';
import { open, stopListening } from '../http/listen.js';

/** What the server shows. */
export interface Page {
  readonly contentType: string;
  text(): Promise<string>;
}

/** How long a request may take to arrive. */
const REQUEST_TIMEOUT_MS = 10_000;

/** An HTTP server of its own, for Prometheus alone: it knows `GET /metrics`, and nobody's session. */
export class MetricsServer {
  private readonly server: Server;

  constructor(
    private readonly page: Page,
    private readonly logger: Logger,
  ) {
    this.server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
      void this.answer(request, response);
    });
  }

  /** @throws {StartError} when it is not possible to listen there */
  async listen(address: ListenAddress): Promise<number> {
    await open(this.server, address, 'DIALTONE_METRICS_ADDR');
    const bound = this.server.address();
    const port = typeof bound === 'object' && bound ? bound.port : 0;
    this.logger.info({ port }, 'metrics are served');
    return port;
  }

  async close(): Promise<void> {
    const closed = stopListening(this.server);
    this.server.closeAllConnections();
    await closed;
  }

  private async answer({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url.split('?', 1)[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    try {
      const text = await this.page.text();
      response.writeHead(200, { 'Content-Type': this.page.contentType }).end(text);
    } catch (error) {
      this.logger.error({ err: error }, 'the metrics could not be collected');
      response.writeHead(500).end();
    }
  }
}
