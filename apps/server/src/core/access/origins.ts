/**
 * Whether a page of that origin may use this server: its own pages, and those that the operator allows. A request
 * without an Origin comes from no browser.
 *
 * @param host the request's Host header; the scheme is not compared, since a proxy may speak TLS for the server
 */
export function isOriginAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (allowed.includes(origin.toLowerCase())) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}
