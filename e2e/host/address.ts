/*
 * Chromium loads no scheme it does not know, so `app://bundle/x` travels as `https://bundle.app.invalid/x` (RFC 6761 reserves
 * .invalid: it can never be a real host) and is translated back wherever the app looks.
 */

const TRAVELLING = /^https:\/\/([^/]+)\.([a-z][a-z0-9+-]*)\.invalid(?=\/|$)/;

/** The address as the browser knows it. */
export function toBrowserUrl(url: string, schemes: ReadonlySet<string>): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9+-]*):\/\/([^/]+)(.*)$/.exec(url) ?? [];
  return schemes.has(scheme) ? `https://${host}.${scheme}.invalid${rest}` : url;
}

/** The address as the app knows it. */
export function toAppUrl(url: string, schemes: ReadonlySet<string>): string {
  const [start, host = '', scheme = ''] = TRAVELLING.exec(url) ?? [];
  return start !== undefined && schemes.has(scheme) ? `${scheme}://${host}${url.slice(start.length)}` : url;
}
