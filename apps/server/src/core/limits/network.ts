import ipaddr from 'ipaddr.js';

/**
 * The network that limits count an address for: an IPv4 address itself, or the first 64 bits of an IPv6 address,
 * because its owner can choose the rest freely.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address); // turns an IPv4-mapped IPv6 address into IPv4
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':');
}
