import { normalHost } from './host.ts';

/** The last two labels of a host, by which hosts of one owner are told from others'. Coarse: all of co.uk counts as one site. */
export function siteOf(host: string): string {
  return normalHost(host).split('.').slice(-2).join('.');
}
