import type { Sources } from '../load.js';

/** `openapi.json`: openapi.yaml, read; a server that starts need not parse it. */
export function emitOpenapiJson({ openapi }: Sources): string {
  return `${JSON.stringify(openapi.root.value)}\n`;
}
