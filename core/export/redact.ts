import { isJson, parseMediaType } from '#core/http/media.ts';
import { REDACTED, redactJson } from './redactJson.ts';
import { isSecretHeader, isSecretKey } from './secretName.ts';

/** What was, or would be, left out of an export. */
export interface Redaction {
  readonly place: RedactionPlace;
  /** Name of the header, key or field. */
  readonly name: string;
  readonly count: number;
}

export type RedactionPlace = 'request header' | 'response header' | 'address' | 'request body' | 'response body';
export type Side = 'request' | 'response';

/** Replaces secrets, and counts them. With 'keep' everything passes unchanged and uncounted. */
export interface Redactor {
  readonly mode: 'redact' | 'keep';
  header(side: Side, name: string, value: string): string;
  /** An address: secret query and fragment keys, and a password before the host. */
  url(url: string): string;
  /** The same, for a text that stands in the file a second time: not counted again. */
  sameUrl(url: string): string;
  /** A decoded query or form field. */
  field(name: string, value: string): string;
  /** A text body, by its Content-Type. */
  body(side: Side, contentType: string | undefined, text: string): string;
  /** So far, in the order of places, then by name. */
  found(): readonly Redaction[];
}

/** Header fields whose value is an address. */
const addressHeaders: ReadonlySet<string> = new Set(['location', 'content-location', 'referer', 'refresh', 'link']);

export function createRedactor(mode: 'redact' | 'keep'): Redactor {
  if (mode === 'keep') return keeper;
  const counts = new Map<string, { place: RedactionPlace; name: string; count: number }>();
  const hide = (place: RedactionPlace, name: string): string => {
    const key = `${place} ${name}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { place, name, count: 1 });
    else known.count++;
    return REDACTED;
  };
  const url = (text: string) => redactUrl(text, (name) => void hide('address', name));
  return {
    mode,
    url,
    sameUrl: (text) => redactUrl(text, () => undefined),
    header(side, name, value) {
      const lower = name.toLowerCase();
      if (value === '') return value;
      if (isSecretHeader(lower)) return hide(`${side} header`, lower);
      if (addressHeaders.has(lower)) return url(value);
      return redactTokens(value, () => void hide(`${side} header`, lower));
    },
    field: (name, value) => (value !== '' && isSecretKey(name) ? REDACTED : redactTokens(value, () => undefined)),
    body: (side, contentType, text) => redactBody(contentType, text, (name) => void hide(`${side} body`, name)),
    found: () => [...counts.values()].sort((a, b) => order(a.place) - order(b.place) || (a.name < b.name ? -1 : 1)),
  };
}

const places: readonly RedactionPlace[] = [
  'address',
  'request header',
  'request body',
  'response header',
  'response body',
];
const order = (place: RedactionPlace) => places.indexOf(place);

const keeper: Redactor = {
  mode: 'keep',
  header: (_side, _name, value) => value,
  url: (url) => url,
  sameUrl: (url) => url,
  field: (_name, value) => value,
  body: (_side, _contentType, text) => text,
  found: () => [],
};

type OnSecret = (name: string) => void;

/** Percent-encoded, because a bracket may not stand in a query (RFC 3986 §3.4) and strict readers refuse the whole file. */
const REDACTED_IN_URL = encodeURIComponent(REDACTED);

function redactUrl(text: string, onSecret: OnSecret): string {
  const withoutPassword = text.replace(/(:\/\/[^/?#@\s:]*:)[^/?#@\s]+@/g, (_whole, before: string) => {
    onSecret('password');
    return `${before}${REDACTED_IN_URL}@`;
  });
  const pairs = redactPairs(withoutPassword, /([?&#;])([^?&#;=\s"'<>]+)=([^&#;\s"'<>]+)/g, REDACTED_IN_URL, onSecret);
  return redactTokens(pairs, onSecret, REDACTED_IN_URL);
}

function redactPairs(text: string, pattern: RegExp, replacement: string, onSecret: OnSecret): string {
  return text.replace(pattern, (whole, before: string, key: string) => {
    const name = decoded(key);
    if (!isSecretKey(name)) return whole;
    onSecret(name);
    return `${before}${key}=${replacement}`;
  });
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

/**
 * A JSON web token (RFC 7519; it begins with `{"` in base64url), wherever it stands.
 *
 * It begins where a run of its letters does: trying again inside a run would read a long one once for each `eyJ` in it.
 */
const webToken = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g;
/** A private key in PEM (RFC 7468 §10, 11), single hyphens in it included (`Proc-Type`, RFC 1421 §4.6). The end may be missing. */
const privateKey =
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^-]*(?:-(?!----)[^-]*)*(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?/g;

function redactTokens(text: string, onSecret: OnSecret, replacement = REDACTED): string {
  const hidden = (name: string) => () => {
    onSecret(name);
    return replacement;
  };
  return text.replace(webToken, hidden('JSON web token')).replace(privateKey, hidden('private key'));
}

function redactBody(contentType: string | undefined, text: string, onSecret: OnSecret): string {
  const { mediaType } = parseMediaType(contentType);
  if (mediaType === 'application/x-www-form-urlencoded') {
    const pairs = redactPairs(text, /(^|&)([^&=]+)=([^&]+)/g, REDACTED_IN_URL, onSecret);
    return redactTokens(pairs, onSecret, REDACTED_IN_URL);
  }
  if (mediaType === 'multipart/form-data') return redactTokens(redactParts(text, onSecret), onSecret);
  // Many servers send JSON under another name, or under none; JSON Lines and event streams hold it line by line.
  const looksLikeJson = isJson(mediaType) || /^\s*[[{]/.test(text) || /json|event-stream/.test(mediaType ?? '');
  return redactTokens(looksLikeJson ? redactJson(text, onSecret) : text, onSecret);
}

/** Fields of multipart/form-data (RFC 7578) whose name is a secret's. */
function redactParts(text: string, onSecret: OnSecret): string {
  const boundary = /^--[^\r\n]{1,70}/.exec(text)?.[0];
  if (boundary === undefined) return text;
  const parts = text.split(boundary).map((part) => {
    const name = /[;\s]name="([^"\r\n]*)"/i.exec(part.slice(0, 2000))?.[1];
    const start = part.indexOf('\r\n\r\n');
    if (name === undefined || start < 0 || !isSecretKey(name)) return part;
    onSecret(name);
    return `${part.slice(0, start)}\r\n\r\n${REDACTED}\r\n`;
  });
  return parts.join(boundary);
}
