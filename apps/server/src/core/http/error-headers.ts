import type { DialtoneError } from '@app/contract';

/** The headers that an error brings with it, beside those of every answer. */
export function errorHeaders({ code, retryAfter }: DialtoneError): Record<string, string> {
  return {
    'X-Error-Code': code,
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    // What to ask for instead; HTTP wants `Upgrade` to be named in `Connection`.
    ...(code === 'upgrade_required'
      ? { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' }
      : {}),
  };
}
