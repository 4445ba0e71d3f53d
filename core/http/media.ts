/** What a Content-Type says, in lower case; a part that is not there is absent. */
export interface MediaType {
  readonly mediaType?: string;
  readonly charset?: string;
}

/**
 * Media type and charset of a Content-Type (RFC 9110 §8.3.1), in lower case. Nothing when it is not a media type.
 *
 * Of several values (a repeated header, joined by commas) the last that is one counts, as in browsers (WHATWG Fetch §2.2.2).
 */
export function parseMediaType(contentType: string | undefined): MediaType {
  let found: MediaType = {};
  for (const value of splitOutsideQuotes(contentType ?? '', ',')) {
    const [essence = '', ...parameters] = splitOutsideQuotes(value, ';');
    const mediaType = essence.trim().toLowerCase();
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/.test(mediaType)) continue;
    const charset = charsetOf(parameters);
    found = charset === undefined ? { mediaType } : { mediaType, charset };
  }
  return found;
}

function charsetOf(parameters: readonly string[]): string | undefined {
  for (const parameter of parameters) {
    const [name = '', ...rest] = parameter.split('=');
    if (name.trim().toLowerCase() !== 'charset') continue;
    const value = rest.join('=').trim();
    const text = value.startsWith('"') ? value.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1') : value;
    if (text !== '') return text.toLowerCase();
  }
  return undefined;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted && character === '\\') {
      part += character + text.charAt(++at);
      continue;
    }
    if (character === '"') quoted = !quoted;
    if (character === separator && !quoted) {
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  return [...parts, part];
}

/** True for JSON itself and every type built on it (RFC 6839 §3.1: `+json`). JSON Lines is text, not JSON. */
export function isJson(mediaType: string | undefined): boolean {
  return mediaType === 'application/json' || mediaType === 'text/json' || mediaType?.endsWith('+json') === true;
}

/** Types outside text/ that are read as text. */
const textual = new Set([
  'application/ecmascript',
  'application/graphql',
  'application/javascript',
  'application/jsonl',
  'application/ndjson',
  'application/pem-certificate-chain',
  'application/sql',
  'application/toml',
  'application/x-javascript',
  'application/x-ndjson',
  'application/x-pem-file',
  'application/x-sh',
  'application/x-www-form-urlencoded',
  'application/x-yaml',
  'application/xhtml+xml',
  'application/xml',
  'application/yaml',
  'image/svg+xml',
  'message/http',
]);

/** True when a body of this type is shown as text. An absent type is not: look at the bytes. */
export function isText(mediaType: string | undefined): boolean {
  if (mediaType === undefined) return false;
  return (
    mediaType.startsWith('text/') ||
    isJson(mediaType) ||
    mediaType.endsWith('+xml') ||
    mediaType.endsWith('+yaml') ||
    textual.has(mediaType)
  );
}

/** Label for TextDecoder: the charset when the platform knows it, else UTF-8 (also the default of HTML, JSON and XML). */
export function decoderLabel(charset: string | undefined): string {
  if (charset === undefined) return 'utf-8';
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return 'utf-8'; // The constructor throws for a label outside the Encoding Standard.
  }
}
