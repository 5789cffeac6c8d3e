import ipaddr from 'ipaddr.js';

/**
 * The network that limits count an address for: an IPv4 address itself, or the first 64 bits of an IPv6 address,
 * because its owner can choose the rest freely.
 */
export function networkOf(address: string): string {
  return prefixOf(address, 4, 4);
}

/**
 * The network that shares turns with others: the first 24 bits of an IPv4 address or 48 of an IPv6 address, about as
 * many as one customer of a provider may have.
 */
export function siteOf(address: string): string {
  return prefixOf(address, 3, 3);
}

/** So many bytes of an IPv4 address, or groups of 16 bits of an IPv6 address; anything else as it is. */
function prefixOf(address: string, bytes: number, groups: number): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address); // turns an IPv4-mapped IPv6 address into IPv4
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.octets.slice(0, bytes).join('.');
  return parsed.parts
    .slice(0, groups)
    .map((part) => part.toString(16))
    .join(':');
}
