import type { FastifyInstance } from 'fastify';

const API_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** Swagger UI has scripts and styles of its own, and some inline styles. */
const DOCS_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

const DOCS_PATHS = /^\/(?:docs(?:[/?]|$)|openapi\.|asyncapi\.)/;

const API_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': API_POLICY,
  'Cache-Control': 'no-store',
};

/** On every answer: browsers must not sniff, frame, leak or cache it, nor come back without TLS where there is TLS. */
export function securityHeaders(tls: boolean): Record<string, string> {
  return tls ? { ...API_HEADERS, 'Strict-Transport-Security': 'max-age=31536000' } : API_HEADERS;
}

/** Sets these headers on what Fastify answers; the docs pages may show scripts, styles and images of their own. */
export function addSecurityHeaders(fastify: FastifyInstance, tls: boolean): void {
  const headers = securityHeaders(tls);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers);
    if (DOCS_PATHS.test(request.url)) {
      void reply.headers({ 'Content-Security-Policy': DOCS_POLICY, 'Cache-Control': 'no-cache' });
    }
    done();
  });
}
