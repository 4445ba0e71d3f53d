import { formatName } from '#core/certificate/name.ts';
import type { Name } from '#core/certificate/certificate.ts';

/**
 * A text that is equal for RFC 4514 names of our own `formatName` that RFC 5280 §7.1 calls equal: letter case, runs of spaces
 * and the order inside a part do not count. Names of authorities that a server asks for come only as such text.
 */
export function comparableName(text: string): string {
  return splitUnescaped(text, ',')
    .map((rdn) => splitUnescaped(rdn, '+').map(comparableAttribute).sort().join('+'))
    .join(',');
}

/** The same of a decoded name. */
export function comparableNameOf(name: Name): string {
  return comparableName(formatName(name));
}

function comparableAttribute(text: string): string {
  const at = text.indexOf('=');
  const value = text
    .slice(at + 1)
    .replace(/\\([\\"+,;<># ])/g, '$1')
    .normalize('NFKC')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();
  return `${text.slice(0, at).trim()}=${JSON.stringify(value)}`;
}

function splitUnescaped(text: string, separator: ',' | '+'): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    // What follows a backslash separates nothing.
    if (text[at] === '\\') at += 1;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
