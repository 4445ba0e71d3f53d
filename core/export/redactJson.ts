import { isSecretName } from './secretName.ts';

/** What is written in the place of a secret. */
export const REDACTED = '[redacted]';

/** Strings (a last one may be unfinished), brackets and commas, words and numbers, white space; anything else by character. */
const lexeme = /"(?:[^"\\]|\\[^])*(?:"|\\?$)|[{}[\],:]|[^\s"{}[\],:]+|\s+/gy;

/**
 * A JSON text whose secret values are replaced; all else stays as it was, to the byte: white space, order, long numbers.
 *
 * Works on tokens and not on values, so that JSON Lines, several documents and a text that was cut off are covered too. A
 * secret that is an object or a list is replaced whole.
 *
 * @param onSecret is told the name of each value replaced
 */
export function redactJson(text: string, onSecret: (name: string) => void): string {
  const tokens = text.match(lexeme) ?? [];
  const out: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    out.push(token);
    const colon = token.startsWith('"') ? nextSolid(tokens, at + 1) : -1;
    if (colon < 0 || tokens[colon] !== ':') continue;
    const value = nextSolid(tokens, colon + 1);
    const name = keyOf(token);
    if (value < 0 || !isSecretName(name) || isEmpty(tokens[value])) continue;
    onSecret(name);
    out.push(...tokens.slice(at + 1, value), `"${REDACTED}"`);
    at = endOfValue(tokens, value);
  }
  return out.join('');
}

/** Index of the next token that is no white space; -1 when there is none. */
function nextSolid(tokens: readonly string[], from: number): number {
  const at = /^\s/.test(tokens[from] ?? '') ? from + 1 : from;
  return at < tokens.length ? at : -1;
}

function keyOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1, -1);
  }
}

/** Nothing is hidden by hiding these, and whether they are set is often the question. */
function isEmpty(token: string | undefined): boolean {
  return token === 'null' || token === 'true' || token === 'false' || token === '""';
}

/** Index of the last token of the value that begins at `from`. */
function endOfValue(tokens: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === '{' || token === '[') depth++;
    if (token === '}' || token === ']') depth--;
    if (depth <= 0) return at;
  }
  return tokens.length - 1;
}
