/** More than any answer of the contract, and less than a device has memory for. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The body as text; `onBytes` is called whenever a piece of it arrives, where `fetch` shows the pieces. */
export async function textOf(response: Response, onBytes: () => void): Promise<string> {
  // React Native has no streams.
  const reader = (response.body as Response['body'] | undefined)?.getReader();
  if (reader === undefined) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    onBytes();
    bytes += value.length;
    if (bytes > MOST_BYTES) {
      reader.cancel().catch(() => undefined);
      throw new RangeError(`the answer is longer than ${MOST_BYTES} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}
