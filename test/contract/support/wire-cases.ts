import { MARK } from './corruptions.js';

const line = (text: string) => text.replaceAll('\n', '\r\n');
const post = (headers: string, body = '') =>
  line(`POST /auth/login HTTP/1.1\nHost: x\nContent-Type: application/json\n${headers}\n\n`) + body;
const upgrade = (extra: string, request = 'GET /ws HTTP/1.1') =>
  line(`${request}\nHost: x\nConnection: Upgrade\nUpgrade: websocket\n${extra}\n\n`);
const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
/** Bytes that are no request that the contract knows. */
export const hardlyHttp: Readonly<Record<string, string | Buffer>> = {
  'a bare word': line(`${MARK}\n\n`),
  'a verb alone': line('GET\n\n'),
  'an unknown verb': line(`${MARK.replace('-', '')} / HTTP/1.1\nHost: x\n\n`),
  'a verb in small letters': line('get /health HTTP/1.1\nHost: x\n\n'),
  'an unknown version': line('GET /health HTTP/9.9\nHost: x\n\n'),
  'HTTP/2': line('PRI * HTTP/2.0\n\nSM\n\n'),
  'no host': line('GET /health HTTP/1.1\n\n'),
  'two hosts': line('GET /nowhere HTTP/1.1\nHost: x\nHost: y\n\n'),
  TLS: Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3]),
  NULs: Buffer.alloc(64),
  'high bytes': Buffer.alloc(64, 0xff),
  'a WebSocket frame': Buffer.from([0x81, 0x85, 1, 2, 3, 4, 0x69, 0x67, 0x6f, 0x68, 0x6e]),
  'a header without a colon': line(`GET /health HTTP/1.1\nHost: x\n${MARK}\n\n`),
  'a header name with a blank': line(`GET /health HTTP/1.1\nHost: x\nA B: ${MARK}\n\n`),
  'a header with a NUL': line('GET /health HTTP/1.1\nHost: x\nA: b\0c\n\n'),
  'a header without a name': line('GET /health HTTP/1.1\nHost: x\n: y\n\n'),
  'headers of 20,000 bytes': line(`GET /health HTTP/1.1\nHost: x\nA: ${'b'.repeat(20_000)}\n\n`),
  'a path of 20,000 bytes': line(`GET /${'a'.repeat(20_000)} HTTP/1.1\nHost: x\n\n`),
  'a path with a blank': line('GET /a b HTTP/1.1\nHost: x\n\n'),
  'a path that cannot be decoded': line('GET /%E0%A4%A HTTP/1.1\nHost: x\n\n'),
  'a path out of the house': line('GET /../../../etc/passwd HTTP/1.1\nHost: x\n\n'),
  'a docs path out of the house': line('GET /docs/..%2f..%2fpackage.json HTTP/1.1\nHost: x\n\n'),
  'no path': line('GET  HTTP/1.1\nHost: x\n\n'),
  'a star': line('OPTIONS * HTTP/1.1\nHost: x\n\n'),
  'a length that is no number': post('Content-Length: abc', '{}'),
  'a negative length': post('Content-Length: -2', '{}'),
  'two lengths': post('Content-Length: 2\nContent-Length: 3', '{} '),
  'a length of 30 digits': post(`Content-Length: ${'9'.repeat(30)}`, '{}'),
  'a length and chunks': post('Content-Length: 2\nTransfer-Encoding: chunked', '2\r\n{}\r\n0\r\n\r\n'),
  'a bad chunk length': post('Transfer-Encoding: chunked', `${MARK}\r\n{}\r\n0\r\n\r\n`),
  'a chunk longer than it says': post('Transfer-Encoding: chunked', '1\r\n{}\r\n0\r\n\r\n'),
  'an unknown transfer encoding': post(`Transfer-Encoding: ${MARK}`, '{}'),
  'chunks beyond 1 MiB': post('Transfer-Encoding: chunked', `180000\r\n${' '.repeat(0x180000)}\r\n0\r\n\r\n`),
  'an upgrade without a token': upgrade(`${key}\nSec-WebSocket-Version: 13`),
  'an upgrade with a bad token': upgrade(`${key}\nSec-WebSocket-Version: 13\nAuthorization: Bearer ${MARK}`),
  'an upgrade elsewhere': upgrade(`${key}\nSec-WebSocket-Version: 13`, 'GET /nowhere HTTP/1.1'),
};
/** WebSocket handshakes that are none, by somebody with a session. */
export const badUpgrades: Readonly<Record<string, (authorization: string) => string>> = {
  'an upgrade without a key': (authorization) => upgrade(`Sec-WebSocket-Version: 13\n${authorization}`),
  'an upgrade with a short key': (authorization) =>
    upgrade(`Sec-WebSocket-Key: abc\nSec-WebSocket-Version: 13\n${authorization}`),
  'an upgrade of an unknown version': (authorization) => upgrade(`${key}\nSec-WebSocket-Version: 99\n${authorization}`),
  'an upgrade without a version': (authorization) => upgrade(`${key}\n${authorization}`),
  'an upgrade by POST': (authorization) =>
    upgrade(`${key}\nSec-WebSocket-Version: 13\n${authorization}`, 'POST /ws HTTP/1.1'),
  'an upgrade to something else': (authorization) =>
    upgrade(`${key}\nSec-WebSocket-Version: 13\n${authorization}`).replace('websocket', 'h2c'),
  'an upgrade with a bad protocol': (authorization) =>
    upgrade(`${key}\nSec-WebSocket-Version: 13\nSec-WebSocket-Protocol: ,,\n${authorization}`),
};

/** Requests that never become whole. */
export const cutShort: Readonly<Record<string, string>> = {
  'a request that stops in its headers': line('POST /auth/login HTTP/1.1\nHost: x\nContent-'),
  'a body shorter than its length': post('Content-Length: 50', '{"username":'),
  'a body that stops in a chunk': post('Transfer-Encoding: chunked', '20\r\n{"username":'),
};
