import { isPrivateHost } from '#core/trust/privateHost.ts';

/**
 * Whether a redirect leads from the Internet to this computer or into its network, where a plain GET may do things: whoever
 * pressed the button was shown the first host, not this one. A name without an address yet is judged by itself.
 *
 * @param first address of who answered first; @param next host or address of who is asked now
 */
export function leadsInside(first: string, next: string): boolean {
  return !isInside(first) && isInside(next);
}

function isInside(host: string): boolean {
  // IPv4 in an IPv6 socket (RFC 4291 §2.5.5.2), and a zone at the end (RFC 4007 §11).
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const mapped = /^::ffff:(?:([0-9.]+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(bare);
  if (mapped === null) return isUnspecified(bare) || isPrivateHost(bare);
  const [high, low] = [parseInt(mapped[2] ?? '', 16), parseInt(mapped[3] ?? '', 16)];
  const address = mapped[1] ?? [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  return isUnspecified(address) || isPrivateHost(address);
}

/** "Here", to most systems: RFC 1122 §3.2.1.3, RFC 4291 §2.5.2. */
function isUnspecified(host: string): boolean {
  return host.startsWith('0.') || host === '::';
}
