import { children, content, context, guarded, readWhole, tags, type DerNode } from './der.ts';
import { oidText } from './oid.ts';
import { pemBlocks } from './pem.ts';
import { latin1 } from './text.ts';

/**
 * What bytes that were given as a certificate are, with its article: 'a private key', 'a PKCS#12 file', 'an HTML page'.
 *
 * A guess from the first bytes and the outline of the ASN.1; for words in a refusal, never for a decision.
 */
export function whatIsIt(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'an empty file';
  const magic = magics.find(({ starts }) => starts.every((byte, index) => bytes[index] === byte));
  if (magic !== undefined) return magic.what;
  if (bytes[0] === tags.sequence) {
    const found = whatDer(bytes);
    if (found !== undefined) return found;
  }
  return isText(bytes) ? whatText(textOf(bytes)) : 'binary data';
}

interface Magic {
  readonly starts: readonly number[];
  readonly what: string;
}

const ascii = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));

/** First bytes that settle it. Sources: the formats' own specifications; JKS and JCEKS: OpenJDK JavaKeyStore. */
const magics: readonly Magic[] = [
  { starts: [0xfe, 0xed, 0xfe, 0xed], what: 'a Java key store' },
  { starts: [0xce, 0xce, 0xce, 0xce], what: 'a Java key store' },
  { starts: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG image' },
  { starts: [0xff, 0xd8, 0xff], what: 'a JPEG image' },
  { starts: ascii('GIF8'), what: 'a GIF image' },
  { starts: ascii('PK\x03\x04'), what: 'a ZIP archive' },
  { starts: ascii('PK\x05\x06'), what: 'a ZIP archive' },
  { starts: [0x1f, 0x8b], what: 'a gzip archive' },
  { starts: ascii('%PDF-'), what: 'a PDF document' },
  { starts: ascii('SQLite format 3'), what: 'an SQLite database' },
  { starts: ascii('openssh-key-v1'), what: 'an OpenSSH key' },
  { starts: [0x7f, 0x45, 0x4c, 0x46], what: 'a program' },
  { starts: ascii('MZ'), what: 'a program' },
];

const pemLabels: readonly (readonly [RegExp, string])[] = [
  [/^OPENSSH PRIVATE KEY$|^SSH2 /, 'an OpenSSH key'],
  [/^PGP /, 'a PGP block'],
  [/PRIVATE KEY$/, 'a private key'],
  [/PUBLIC KEY$/, 'a public key'],
  [/CERTIFICATE REQUEST$/, 'a certificate request'],
  [/^X509 CRL$/, 'a certificate revocation list'],
  [/^(?:PKCS7|PKCS #7 SIGNED DATA|CMS)$/, 'a PKCS#7 bundle'],
  [/^TRUSTED CERTIFICATE$/, 'a certificate in the private format of openssl'],
  [/^(?:DH|EC|X9\.42 DH) PARAMETERS$/, 'key parameters'],
];

function whatText(text: string): string {
  for (const { label, body } of pemBlocks(text)) {
    const known = pemLabels.find(([pattern]) => pattern.test(label));
    if (known !== undefined) return known[1];
    if (label.includes('CERTIFICATE'))
      return body === undefined ? 'a certificate that is cut off' : 'a damaged certificate';
    return `a PEM block of the unknown kind ${label.slice(0, 40)}`;
  }
  const start = text.trimStart().slice(0, 2000);
  if (start === '') return 'an empty file';
  if (/^(?:<!doctype html|<html|<head|<body)/i.test(start) || /^<\?xml[^>]*>\s*<!doctype html/i.test(start))
    return 'an HTML page';
  if (/^<(?:\?xml|[a-z])/i.test(start)) return 'an XML document';
  if (/^(?:ssh-|ecdsa-sha2-|sk-ssh-|sk-ecdsa-)\S+ AAAA/.test(start)) return 'an OpenSSH key';
  if (start.startsWith('PuTTY-User-Key-File')) return 'a PuTTY key';
  if (/^[[{]\s*["[{\]}\d]/.test(start)) return 'a JSON document';
  return 'a text file';
}

/** Text has no control bytes but white space; UTF-16 with its mark is text as well. */
function isText(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true;
  return bytes
    .subarray(0, 4096)
    .every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c);
}

/** Enough for a key after a certificate's text dump, little enough to be quick on a film. */
const MAX_SNIFFED = 1_000_000;

function textOf(bytes: Uint8Array): string {
  const start = bytes.subarray(0, MAX_SNIFFED);
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le').decode(start);
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be').decode(start);
  const mark = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0;
  return latin1(start.subarray(mark));
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';

/** By the shape of the outermost values; undefined when it is no DER. */
function whatDer(bytes: Uint8Array): string | undefined {
  const top = guarded(() => {
    const node = readWhole(bytes);
    return children(node);
  });
  // A PKCS#12 written by old tools has indefinite lengths: BER, not DER.
  if (!top.ok)
    return bytes[1] === 0x80 ? 'a file in BER, which certificates do not use' : 'a damaged certificate or key';
  const shape = guarded(() => whatOutline(top.value));
  return shape.ok ? shape.value : 'an unknown ASN.1 structure';
}

function whatOutline(parts: readonly DerNode[]): string {
  const [first, second, third] = parts;
  if (first?.tag === tags.oid)
    return textOid(first) === SIGNED_DATA ? 'a PKCS#7 bundle' : 'a PKCS#7 structure without certificates';
  if (first?.tag === tags.integer) return whatNumbered(first, second);
  if (first?.tag !== tags.sequence) return 'an unknown ASN.1 structure';
  if (second?.tag === tags.octetString && parts.length === 2) return 'an encrypted private key';
  if (second?.tag === tags.bitString && parts.length === 2) return 'a public key';
  if (second?.tag === tags.sequence && third?.tag === tags.bitString) return whatSigned(children(first));
  return 'an unknown ASN.1 structure';
}

/** INTEGER first: PKCS#12 says 3, keys say 0 or 1 (RFC 7292, 5958, 5915, 8017). */
function whatNumbered(version: DerNode, next: DerNode | undefined): string {
  const inner = next?.tag === tags.sequence ? children(next)[0] : undefined;
  const holdsData = inner?.tag === tags.oid && [DATA, SIGNED_DATA].includes(textOid(inner) ?? '');
  if (content(version)[0] === 3 && holdsData) return 'a PKCS#12 file';
  return 'a private key';
}

/** Something signed: what tells a request and a revocation list from a certificate is how the signed part goes on. */
function whatSigned(signed: readonly DerNode[]): string {
  const [first, second, third] = signed;
  if (
    first?.tag === tags.integer &&
    second?.tag === tags.sequence &&
    third?.tag === tags.sequence &&
    signed[3]?.tag === context(0, 'constructed')
  )
    return 'a certificate request';
  const isTime = (node: DerNode | undefined) => node?.tag === tags.utcTime || node?.tag === tags.generalizedTime;
  if (isTime(signed[2]) || isTime(signed[3])) return 'a certificate revocation list';
  return 'a damaged certificate';
}

function textOid(node: DerNode): string | undefined {
  return oidText(content(node));
}
