import ipaddr from 'ipaddr.js';

/**
 * Whom an address belongs to, for limits: an IPv4 address is somebody's, of an IPv6 address the first 64 bits are; the
 * rest its owner chooses freely.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address); // an IPv4 address that is written as an IPv6 one is an IPv4 address
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':');
}
