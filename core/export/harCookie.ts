import type { Header } from '#core/http/exchange.ts';
import { REDACTED } from './redactJson.ts';
import type { Redactor } from './redact.ts';

export interface HarCookie {
  readonly name: string;
  readonly value: string;
  readonly path?: string;
  readonly domain?: string;
  /** ISO 8601; absent for a session cookie and for a date that is none. */
  readonly expires?: string;
  readonly httpOnly?: boolean;
  readonly secure?: boolean;
}

/** The cookies of the request's Cookie fields (RFC 6265 §4.2.1). */
export function harRequestCookies(headers: readonly Header[], redactor: Redactor): readonly HarCookie[] {
  return valuesOf(headers, 'cookie').flatMap((value) =>
    value
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair !== '')
      .map((pair) => nameAndValue(pair, redactor)),
  );
}

/** The cookies of the response's Set-Cookie fields (RFC 6265 §5.2). */
export function harResponseCookies(headers: readonly Header[], redactor: Redactor): readonly HarCookie[] {
  return valuesOf(headers, 'set-cookie').map((value) => {
    const [pair = '', ...attributes] = value.split(';');
    return {
      ...nameAndValue(pair.trim(), redactor),
      ...Object.assign({}, ...attributes.map(attributeOf)),
    } as HarCookie;
  });
}

function valuesOf(headers: readonly Header[], name: string): readonly string[] {
  return headers.filter(([candidate]) => candidate.toLowerCase() === name).map(([, value]) => value);
}

/** The value counts as a secret whatever the name says; it was counted with its header. */
function nameAndValue(pair: string, redactor: Redactor): HarCookie {
  const equals = pair.indexOf('=');
  const name = equals < 0 ? '' : pair.slice(0, equals).trim();
  const value = pair.slice(equals + 1).trim();
  return { name, value: redactor.mode === 'keep' || value === '' ? value : REDACTED };
}

function attributeOf(text: string): Partial<HarCookie> {
  const equals = text.indexOf('=');
  const name = (equals < 0 ? text : text.slice(0, equals)).trim().toLowerCase();
  const value = equals < 0 ? '' : text.slice(equals + 1).trim();
  switch (name) {
    case 'path':
      return { path: value };
    case 'domain':
      return { domain: value };
    case 'httponly':
      return { httpOnly: true };
    case 'secure':
      return { secure: true };
    case 'expires': {
      const at = Date.parse(value);
      return Number.isNaN(at) ? {} : { expires: new Date(at).toISOString() };
    }
    default:
      return {};
  }
}
