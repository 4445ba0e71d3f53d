import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { identityOf } from './identity.ts';
import { known } from '#testdata/known.ts';
import { caExtensions, issue, type Issued } from '#testdata/pki.ts';

const hash = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest();
const identity = (issued: Issued) => identityOf(known(issued).certificate, hash);

function openssl(issued: Issued, ...words: string[]): string {
  return execFileSync('openssl', ['x509', '-in', issued.certFile, '-noout', ...words], { encoding: 'utf8' }).trim();
}

describe('what a certificate is called by tools', () => {
  test('fingerprints as openssl and node have them', () => {
    const issued = issue({ extensions: caExtensions });
    const node = new X509Certificate(issued.cert);
    const plain = (text: string) => text.replace(/^.*=|:/g, '').toLowerCase();

    const found = identity(issued);

    expect(found.sha256).toBe(plain(node.fingerprint256));
    expect(found.sha1).toBe(plain(openssl(issued, '-fingerprint', '-sha1')));
    expect(found.md5).toBe(plain(openssl(issued, '-fingerprint', '-md5')));
    expect(found.keyIdentifierIsSha1).toBe(true);
  });

  test('the pin that curl takes', () => {
    const issued = issue();
    const script = `openssl x509 -in ${issued.certFile} -pubkey -noout | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | base64`;

    expect(identity(issued).pin).toBe(`sha256/${execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trim()}`);
  });

  test.each([
    '/CN=plain',
    '/C=DE/ST=Bayern/O=  Two   Spaces /OU=ÄÖÜ ünïcode/CN=MiXeD CaSe',
    '/O=One+CN=Two/emailAddress=Me@Example.COM',
    '/serialNumber=0042/CN=a',
  ])('the hash by which openssl finds %s in a folder', (subject) => {
    const issued = issue({ subject, more: ['-multivalue-rdn'] });

    expect(identity(issued).subjectHash).toBe(openssl(issued, '-subject_hash'));
  });

  test('a key identifier that is another hash', () => {
    const issued = issue({ extensions: ['subjectKeyIdentifier=01020304'] });

    expect(identity(issued).keyIdentifierIsSha1).toBe(false);
    expect(identity(issue()).keyIdentifierIsSha1 ?? 'absent').not.toBe(false);
  });
});
