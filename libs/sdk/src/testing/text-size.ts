/** Has the text more than so many bytes in UTF-8? */
export function isLarge(text: string, bytes: number): boolean {
  return text.length > bytes || new TextEncoder().encode(text).length > bytes;
}
