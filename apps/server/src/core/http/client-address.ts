import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Tells whether an address is one of the proxies whose `X-Forwarded-For` counts. */
export type TrustedProxies = (address: string) => boolean;

/** @param networks addresses, or networks such as `10.0.0.0/8`, in any notation */
export function trustedProxies(networks: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const network of networks) {
    const [text, bits] = network.split('/');
    const address = plainAddress(text) ?? text;
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    const isMapped = family === 'ipv4' && isIP(text) === 6;
    const prefix = bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits) - (isMapped ? 96 : 0);
    list.addSubnet(address, Math.max(prefix, 0), family);
  }
  return (address) => list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

/**
 * The client's address: the connection's or, as long as that is a trusted proxy, the one before it, from the end of
 * `X-Forwarded-For`. A client can only add to its beginning, so it cannot choose. What a proxy reports in place of an
 * address counts as the proxy.
 */
export function clientAddress(request: IncomingMessage, isTrusted: TrustedProxies): string {
  let address = plainAddress(request.socket.remoteAddress ?? '') ?? '';
  const header = request.headers['x-forwarded-for'];
  if (header === undefined || address === '') return address;
  for (const hop of String(header).split(',').reverse()) {
    if (!isTrusted(address)) return address;
    const before = plainAddress(hop.trim());
    if (before === null) return address;
    address = before;
  }
  return address;
}

/** The address in `192.0.2.7:80`, `[2001:db8::1]:80` or either without a port; IPv4 in its own notation. */
export function plainAddress(text: string): string | null {
  const [, bracketed, v4] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+)(?::\d+)?)$/.exec(text) ?? [];
  const address = bracketed ?? v4 ?? text;
  return isIP(address) === 0 ? null : ipaddr.process(address).toString();
}
