/** RFC 3492 §5: the constants of Punycode. */
const [BASE, TMIN, TMAX, SKEW, DAMP, INITIAL_BIAS, INITIAL_N] = [36, 1, 26, 38, 700, 72, 128];

/**
 * A host name with its A-labels (`xn--…`, RFC 5890 §2.3.2.1) in Unicode; undefined when it has none, or one that is no
 * Punycode. For reading beside the real name, never instead of it.
 */
export function unicodeHost(host: string): string | undefined {
  const labels = host.split('.');
  if (!labels.some(isALabel)) return undefined;
  const decoded = labels.map((label) => (isALabel(label) ? decodeLabel(label.slice(4).toLowerCase()) : label));
  return decoded.every((label) => label !== undefined) ? decoded.join('.') : undefined;
}

function isALabel(label: string): boolean {
  return /^xn--/i.test(label);
}

/** RFC 3492 §6.2. */
function decodeLabel(label: string): string | undefined {
  const split = label.lastIndexOf('-');
  const output = split > 0 ? Array.from(label.slice(0, split), (character) => character.charCodeAt(0)) : [];
  let [n, i, bias] = [INITIAL_N, 0, INITIAL_BIAS];
  for (let at = split > 0 ? split + 1 : 0; at < label.length;) {
    const before = i;
    for (let [weight, k] = [1, BASE]; ; k += BASE) {
      const digit = at < label.length ? digitOf(label.charCodeAt(at++)) : undefined;
      if (digit === undefined) return undefined;
      i += digit * weight;
      if (i > 0x7fffffff) return undefined;
      const threshold = Math.min(TMAX, Math.max(TMIN, k - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const count = output.length + 1;
    bias = adapt(i - before, count, before === 0);
    n += Math.floor(i / count);
    i %= count;
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return undefined;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : undefined;
}

/** RFC 3492 §6.1. */
function adapt(difference: number, count: number, isFirst: boolean): number {
  let delta = isFirst ? Math.floor(difference / DAMP) : difference >> 1;
  delta += Math.floor(delta / count);
  let k = 0;
  for (; delta > ((BASE - TMIN) * TMAX) / 2; k += BASE) delta = Math.floor(delta / (BASE - TMIN));
  return k + Math.floor(((BASE - TMIN + 1) * delta) / (delta + SKEW));
}

/** Scripts that look alike in parts: a label that mixes them may pass for another (Unicode TR39 §5.1). */
const scripts = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
] as const;

/** Names of the scripts that one label mixes, for instance Latin and Cyrillic; empty when every label keeps to one. */
export function mixedScripts(host: string): readonly string[] {
  for (const label of host.split('.')) {
    const found = scripts.filter(([, pattern]) => pattern.test(label)).map(([name]) => name);
    if (found.length > 1) return found;
  }
  return [];
}
