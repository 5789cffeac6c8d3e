import type { Transport } from './transport.js';

/** A group of operations of the server, such as `client.channels`. The generated resources extend it. */
export abstract class Resource {
  constructor(protected readonly transport: Transport) {}
}
