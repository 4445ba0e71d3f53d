import { parseAddress } from '#core/http/address.ts';

/** What a tab is called: the path without its query, the host where there is no path, what was typed where it is no address. */
export function pathLabel(url: string): string {
  if (url.trim() === '') return 'New request';
  const address = parseAddress(url);
  if (!address.ok) return url;
  const path = address.value.target.split('?')[0] ?? '/';
  return path === '/' ? address.value.authority : path;
}

/** An address in three parts, as it was typed: the host is what matters and is set in bold. */
export function splitUrl(url: string): { readonly before: string; readonly host: string; readonly after: string } {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)?(\[[^\]]*\]|[^/?#:]*)(.*)$/is.exec(url);
  return { before: match?.[1] ?? '', host: match?.[2] ?? '', after: match?.[3] ?? '' };
}
