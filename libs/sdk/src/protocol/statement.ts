// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
const LENGTH_BYTES = 4;

/**
 * The canonical bytes of something that is signed or authenticated: the label and the fields, each behind its length in
 * bytes (4 bytes, big-endian). Texts are UTF-8. So no two different statements have the same bytes, and the label, such
 * as `dialtone/device/v1`, keeps what was signed for one purpose from being taken for another.
 */
export function statement(label: string, ...fields: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const parts = [label, ...fields].map((field) =>
    typeof field === 'string' ? new TextEncoder().encode(field) : field,
  );
  const bytes = new Uint8Array(parts.reduce((length, part) => length + LENGTH_BYTES + part.length, 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const part of parts) {
    view.setUint32(offset, part.length);
    bytes.set(part, offset + LENGTH_BYTES);
    offset += LENGTH_BYTES + part.length;
  }
  return bytes;
}
