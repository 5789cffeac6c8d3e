import type { Sources } from '../load.js';

/** `openapi.json`: openapi.yaml as JSON, so that a starting server need not parse YAML. */
export function emitOpenapiJson({ openapi }: Sources): string {
  return `${JSON.stringify(openapi.root.value)}\n`;
}
