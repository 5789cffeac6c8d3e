import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Stage } from './stage.js';

/** What a server holds at one moment, after a garbage collection. */
export interface Vitals {
  readonly rssKib: number;
  readonly heapKib: number;
  /** Open sockets and timers that keep the process alive or would. */
  readonly sockets: number;
  readonly timers: number;
}

const EXPRESSION = `(() => {
  const kinds = process.getActiveResourcesInfo();
  return JSON.stringify({
    heapKib: Math.round(process.memoryUsage().heapUsed / 1024),
    sockets: kinds.filter((kind) => kind === 'TCPSocketWrap').length,
    timers: kinds.filter((kind) => kind === 'Timeout').length,
  });
})()`;

/** Asks, through Node's inspector, a server that was started with `inspect`. */
export async function inspect(stage: Stage): Promise<Vitals> {
  const socket = new WebSocket(stage.inspectorUrl);
  await once(socket, 'open');
  const call = async (method: string, params: object = {}): Promise<unknown> => {
    socket.send(JSON.stringify({ id: 1, method, params }));
    const [data] = (await once(socket, 'message')) as [Buffer];
    return (JSON.parse(data.toString()) as { result: unknown }).result;
  };
  await call('HeapProfiler.collectGarbage');
  await call('HeapProfiler.collectGarbage');
  const { result } = (await call('Runtime.evaluate', { expression: EXPRESSION })) as { result: { value: string } };
  socket.terminate();
  const status = await readFile(`/proc/${String(stage.pid)}/status`, 'utf8');
  return {
    ...(JSON.parse(result.value) as Omit<Vitals, 'rssKib'>),
    rssKib: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]),
  };
}
