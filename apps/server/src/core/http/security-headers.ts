import type { FastifyInstance } from 'fastify';

const API_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** Swagger UI brings its own scripts and styles, some of them inline. */
const DOCS_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** Headers that keep browsers from sniffing, framing, leaking or caching what this server answers. */
export function addSecurityHeaders(fastify: FastifyInstance, tls: boolean): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { operation } = request.routeOptions.config;
    const isDocs = !operation && /^\/(docs|openapi|asyncapi)/.test(request.url);
    void reply.headers({
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Content-Security-Policy': isDocs ? DOCS_POLICY : API_POLICY,
      // Everything but the docs and the health probe is somebody's.
      'Cache-Control': isDocs ? 'no-cache' : 'no-store',
    });
    if (tls) void reply.header('Strict-Transport-Security', 'max-age=31536000');
    done();
  });
}
