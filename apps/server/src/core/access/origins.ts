/**
 * Whether a page of that origin may use this server: the server's own pages, and those of origins that the operator
 * allows. A request without an Origin does not come from a browser.
 *
 * @param host the request's Host header; the scheme is not compared, because a proxy may terminate TLS
 */
export function isOriginAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (allowed.includes(origin.toLowerCase())) return true;
  if (host === undefined || !/^https?:/i.test(origin) || !URL.canParse(origin)) return false;
  const { protocol, host: own } = new URL(origin);
  // Some proxies write the port even where it is the scheme's own; URL leaves it out.
  const named = `${protocol}//${host}`;
  return URL.canParse(named) && new URL(named).host === own;
}
