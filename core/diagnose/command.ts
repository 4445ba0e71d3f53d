/**
 * A command for a POSIX shell that shows the same chain from outside the app.
 *
 * The host is quoted: a URL may hold names with characters that mean something to a shell.
 */
export function opensslCommand(host: string, port: number): string {
  const bare = host.replace(/^\[|\]$/g, '');
  const address = bare.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(bare);
  const connect = quoted(bare.includes(':') ? `[${bare}]:${port}` : `${bare}:${port}`);
  // An address is never sent as a server name (RFC 6066 §3).
  const name = address
    ? `-noservername -verify_ip ${quoted(bare)}`
    : `-servername ${quoted(bare)} -verify_hostname ${quoted(bare)}`;
  return `openssl s_client -connect ${connect} ${name} -showcerts </dev/null`;
}

/** The same with curl: it asks for `/` alone, if and only if curl trusts the server. */
export function curlCommand(host: string, port: number): string {
  const bare = host.replace(/^\[|\]$/g, '');
  const authority = bare.includes(':') ? `[${bare}]` : bare;
  // Brackets are a range to curl unless --globoff is there.
  return `curl --verbose --globoff --head ${quoted(`https://${authority}:${port}/`, /^[\w.:/-]+$/)}`;
}

function quoted(text: string, plain = /^[\w.:-]+$/): string {
  return plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
