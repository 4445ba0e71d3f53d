import { parseIp } from '#core/certificate/ip.ts';
import { normalHost } from './host.ts';

/**
 * Names that no public authority may certify, and that nobody can own: RFC 6761 (localhost, test, invalid, example), RFC 6762
 * (local), RFC 8375 (home.arpa), the ICANN board's resolution of 2024-07-29 (internal), and what companies have used before
 * that (Chromium's and RFC 6762 appendix G).
 */
const privateSuffixes: readonly string[] = [
  ...['localhost', 'test', 'invalid', 'example', 'local', 'home.arpa', 'internal'],
  ...['corp', 'home', 'lan', 'intranet', 'private', 'localdomain', 'onion'],
];

/** True when the host exists inside some network only: a private name or address, or a name of one label. */
export function isPrivateHost(host: string): boolean {
  const name = normalHost(host);
  const address = parseIp(name);
  if (address !== undefined) return isPrivateAddress(address);
  if (!name.includes('.')) return true;
  return privateSuffixes.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
}

/** Loopback, RFC 1918, RFC 6598 (carriers), link-local; IPv6: loopback, RFC 4193 (fc00::/7), link-local. */
function isPrivateAddress(address: Uint8Array): boolean {
  const [a = 0, b = 0] = address;
  if (address.length === 4)
    return (
      a === 10 ||
      a === 127 ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 100 && b >= 64 && b < 128) ||
      (a === 169 && b === 254)
    );
  const isLoopback = address.subarray(0, 15).every((byte) => byte === 0) && address[15] === 1;
  return isLoopback || (a & 0xfe) === 0xfc || (a === 0xfe && (b & 0xc0) === 0x80);
}
