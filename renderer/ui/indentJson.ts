/**
 * JSON text with one value per line and two spaces per level; undefined when it is not JSON.
 *
 * Works on the text, never on parsed values: numbers keep every digit, strings their escapes, repeated keys stay.
 */
export function indentJson(text: string): string | undefined {
  if (!isJsonText(text)) return undefined;
  const out: string[] = [];
  let depth = 0;
  let opened = false;
  const newLine = (): void => {
    out.push('\n', '  '.repeat(depth));
  };
  // A string, or one of the six structural characters, or a run of anything that is neither space nor these.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    if (opened !== closes) newLine();
    opened = token === '{' || token === '[';
    if (opened) depth += 1;
    out.push(token === ':' ? ': ' : token);
    if (token === ',') newLine();
  }
  return out.join('');
}

/** True for a whole JSON text (RFC 8259 §2), whatever its value. */
export function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
