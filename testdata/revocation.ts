import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from '#core/certificate/certificate.ts';
import type { HashName, Signed } from '#core/certificate/signed.ts';
import { encodeOcspRequest } from '#core/revocation/request.ts';
import { known } from '#testdata/known.ts';
import type { Issued } from '#testdata/pki.ts';

/** How the authority's book has a certificate: valid, revoked for a reason (openssl's spelling), or not at all. */
export type BookEntry = 'valid' | { readonly reason: string } | 'absent';

const folder = mkdtempSync(join(tmpdir(), 'wireglass-revocation-'));
let files = 0;
const file = (ending: string) => join(folder, `r${++files}.${ending}`);

/** The power that OCSP needs, by node:crypto. */
export function hashWithNode(name: HashName, bytes: Uint8Array): Uint8Array {
  return createHash(name.replace('SHA-', 'sha')).update(bytes).digest();
}

/** Whether a key made a signature, for what openssl signs with by default: ECDSA, RSA PKCS#1 and EdDSA. */
export function verifySignedWithNode({ tbs, signatureAlgorithm, signature }: Signed, by: Certificate): boolean {
  const key = createPublicKey({ key: Buffer.from(by.publicKey.spki), format: 'der', type: 'spki' });
  return verify(signatureAlgorithm.hash?.replace('SHA-', 'sha'), tbs, key, signature);
}

/** The index of `openssl ca` with one certificate of 2024-03-01 in it. */
function book(certificate: Issued, entry: BookEntry): string {
  const { serial } = known(certificate).certificate;
  const revoked = typeof entry === 'object' ? `240301120000Z,${entry.reason}` : '';
  const line = [
    typeof entry === 'object' ? 'R' : 'V',
    '400101000000Z',
    revoked,
    serial.toUpperCase(),
    'unknown',
    '/CN=x',
  ];
  const path = file('idx');
  writeFileSync(path, entry === 'absent' ? '' : `${line.join('\t')}\n`);
  return path;
}

export interface OcspOptions {
  readonly certificate: Issued;
  readonly issuer: Issued;
  /** Default: 'valid'. */
  readonly entry?: BookEntry;
  /** Who signs; default: the issuer. */
  readonly signer?: Issued;
  readonly nonce?: Uint8Array;
  /** Further words for `openssl ocsp`: ['-resp_key_id'], ['-resp_no_certs'], ['-rmd', 'sha1'], ['-ndays', '7']… */
  readonly more?: readonly string[];
}

/** DER of what `openssl ocsp` answers to our own request. */
export function ocspAnswer({
  certificate,
  issuer,
  entry = 'valid',
  signer = issuer,
  nonce,
  more,
}: OcspOptions): Uint8Array {
  const [request, response] = [file('req'), file('resp')];
  const asked = encodeOcspRequest(known(certificate).certificate, known(issuer).certificate, hashWithNode, nonce);
  writeFileSync(request, asked);
  const words = ['-index', book(certificate, entry), '-CA', issuer.certFile, '-reqin', request, '-respout', response];
  const life = more?.includes('-ndays') === true || more?.includes('-nmin') === true ? [] : ['-ndays', '7'];
  execFileSync(
    'openssl',
    ['ocsp', ...words, '-rsigner', signer.certFile, '-rkey', signer.keyFile, ...life, ...(more ?? [])],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return readFileSync(response);
}

export interface CrlOptions {
  readonly issuer: Issued;
  /** Revoked on 2024-03-01; `reason` in openssl's spelling. Serial numbers in hex. */
  readonly revoked: readonly { readonly serial: string; readonly reason?: string }[];
  /** Lines of a CRL extension section, e.g. 'issuingDistributionPoint=critical,@idp'; sections may follow. */
  readonly extensions?: readonly string[];
  /** Further words for `openssl ca -gencrl`: ['-crldays', '7'], ['-md', 'sha1']… */
  readonly more?: readonly string[];
}

/** Largest list made, in bytes: what node takes from a program by itself is 1 MB. */
const MAX_LIST_BYTES = 64 * 1024 ** 2;

/** DER of a list made by `openssl ca -gencrl`. */
export function crlOf({ issuer, revoked, extensions = [], more = [] }: CrlOptions): Uint8Array {
  const [index, number, config, pem] = [file('idx'), file('num'), file('cnf'), file('pem')];
  const lines = revoked.map(({ serial, reason }) =>
    ['R', '400101000000Z', `240301120000Z${reason === undefined ? '' : `,${reason}`}`, serial, 'unknown', '/CN=x'].join(
      '\t',
    ),
  );
  writeFileSync(index, lines.map((line) => `${line}\n`).join(''));
  writeFileSync(number, '1000\n');
  writeFileSync(
    config,
    `[ca]\ndefault_ca=d\n[d]\ndatabase=${index}\ncrlnumber=${number}\ndefault_md=sha256\ndefault_crl_days=7\ncrl_extensions=x\n[x]\nauthorityKeyIdentifier=keyid\n${extensions.join('\n')}\n`,
  );
  const words = ['-gencrl', '-config', config, '-cert', issuer.certFile, '-keyfile', issuer.keyFile, '-out', pem];
  execFileSync('openssl', ['ca', ...words, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  return execFileSync('openssl', ['crl', '-in', pem, '-outform', 'DER'], { maxBuffer: MAX_LIST_BYTES });
}
