import { execFileSync } from 'node:child_process';
import type { Asn1Node } from '#core/certificate/tree.ts';

/** '0:d=0 hl=4 l=123 SEQUENCE' of every value, as `openssl asn1parse` prints them: it does not look into strings. */
export function asn1Lines(node: Asn1Node, depth = 0): readonly string[] {
  const line = `${node.offset}:d=${depth}  hl=${node.headerLength} l=${node.length} ${node.type.replace(/[[\]]/g, '')}`;
  const inner = node.encapsulates === true ? [] : node.children.flatMap((child) => asn1Lines(child, depth + 1));
  return [line, ...inner];
}

/** openssl's words for the types that it calls by another name. */
const typeWords: Readonly<Record<string, string>> = {
  OBJECT: 'OBJECT IDENTIFIER',
  PRINTABLESTRING: 'PrintableString',
  UTF8STRING: 'UTF8String',
  IA5STRING: 'IA5String',
  UTCTIME: 'UTCTime',
  GENERALIZEDTIME: 'GeneralizedTime',
};

/** What `openssl asn1parse` finds, in the form of asn1Lines. */
export function asn1parse(der: Uint8Array): readonly string[] {
  const printed = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], { input: der, encoding: 'utf8' });
  return printed.split('\n').flatMap((line) => {
    const found = /^ *(\d+):d=(\d+) +hl=(\d+) l= *(\d+) (?:prim|cons): ([A-Za-z0-9 ]+?) *(?:$|:|\[)/.exec(line);
    if (found === null) return [];
    const [, offset, depth, header, length, type = ''] = found;
    const name = type.replace(/^cont /, '').trim();
    const bare = /^cont/.test(type) ? (/\[ (\d+) \]/.exec(line)?.[1] ?? '') : (typeWords[name] ?? name);
    return [`${offset}:d=${depth}  hl=${header} l=${length} ${bare}`];
  });
}
