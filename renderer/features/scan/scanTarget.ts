import { bracketed, parseAddress } from '#core/http/address.ts';

/** A server that can be scanned. */
export interface ScanServer {
  readonly host: string;
  readonly port: number;
}

/** What was typed into the field: 'api.example', 'api.example:8443', an address of a page. Undefined when it is none of these. */
export function readServer(typed: string): ScanServer | undefined {
  const address = parseAddress(typed.trim());
  if (!address.ok || address.value.scheme !== 'https') return undefined;
  return { host: address.value.host, port: address.value.port };
}

/** The server of a key of the list: 'api.example:443', '[::1]:8443'. */
export function serverOf(key: string): ScanServer | undefined {
  return readServer(`https://${key}`);
}

/** Where a request to it goes: no port when it is the usual one. */
export function urlOf({ host, port }: ScanServer): string {
  return `https://${bracketed(host)}${port === 443 ? '' : `:${String(port)}`}/`;
}
