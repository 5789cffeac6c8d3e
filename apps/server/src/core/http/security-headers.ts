import type { FastifyInstance } from 'fastify';

const API_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** Swagger UI has scripts and styles of its own, and some inline styles. */
const DOCS_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

const DOCS_PATHS = /^\/(?:docs(?:[/?]|$)|openapi\.|asyncapi\.)/;

/** On every answer: browsers must not sniff, frame, leak or cache it. */
export const API_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': API_POLICY,
  'Cache-Control': 'no-store',
} as const;

/** Sets the headers that keep browsers from sniffing, framing, leaking or caching answers. */
export function addSecurityHeaders(fastify: FastifyInstance, tls: boolean): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const isDocs = DOCS_PATHS.test(request.url);
    void reply.headers(API_HEADERS);
    if (isDocs) void reply.headers({ 'Content-Security-Policy': DOCS_POLICY, 'Cache-Control': 'no-cache' });
    if (tls) void reply.header('Strict-Transport-Security', 'max-age=31536000');
    done();
  });
}
