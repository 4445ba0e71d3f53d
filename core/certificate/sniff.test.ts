import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whatIsIt } from './sniff.ts';
import { derOf } from '#testdata/known.ts';
import { issueRoot, type Issued } from '#testdata/pki.ts';

let folder: string;
let root: Issued;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-sniff-'));
  root = issueRoot();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What openssl writes to `-out`. */
function made(...words: string[]): Uint8Array {
  const file = join(folder, 'made');
  execFileSync('openssl', [...words, '-out', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Uint8Array(readFileSync(file));
}

function revocationList(form: 'DER' | 'PEM'): Uint8Array {
  const config = join(folder, 'crl.cnf');
  writeFileSync(join(folder, 'index'), '');
  writeFileSync(
    config,
    `[ca]\ndefault_ca=d\n[d]\ndatabase=${join(folder, 'index')}\ndefault_md=sha256\ndefault_crl_days=1\n`,
  );
  const pem = made('ca', '-gencrl', '-config', config, '-cert', root.certFile, '-keyfile', root.keyFile);
  if (form === 'PEM') return pem;
  writeFileSync(join(folder, 'crl.pem'), pem);
  return made('crl', '-in', join(folder, 'crl.pem'), '-outform', 'DER');
}

const text = (words: string) => new TextEncoder().encode(words);
const rsa = () => {
  writeFileSync(join(folder, 'rsa.pem'), made('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'));
  return join(folder, 'rsa.pem');
};

describe('what is no certificate is called by its name', () => {
  const cases: readonly (readonly [string, () => Uint8Array, string])[] = [
    ['PEM key', () => text(root.key), 'a private key'],
    ['PKCS#8 key', () => made('pkcs8', '-topk8', '-nocrypt', '-in', root.keyFile, '-outform', 'DER'), 'a private key'],
    ['SEC 1 key', () => made('ec', '-in', root.keyFile, '-outform', 'DER'), 'a private key'],
    ['PKCS#1 key', () => made('rsa', '-in', rsa(), '-traditional', '-outform', 'DER'), 'a private key'],
    [
      'encrypted key',
      () => made('pkcs8', '-topk8', '-passout', 'pass:x', '-in', root.keyFile, '-outform', 'DER'),
      'an encrypted private key',
    ],
    ['public key', () => made('pkey', '-in', root.keyFile, '-pubout', '-outform', 'DER'), 'a public key'],
    ['PEM public key', () => made('pkey', '-in', root.keyFile, '-pubout'), 'a public key'],
    [
      'request',
      () => made('req', '-new', '-key', root.keyFile, '-subj', '/CN=x', '-outform', 'DER'),
      'a certificate request',
    ],
    ['PEM request', () => made('req', '-new', '-key', root.keyFile, '-subj', '/CN=x'), 'a certificate request'],
    ['revocation list', () => revocationList('DER'), 'a certificate revocation list'],
    ['PEM revocation list', () => revocationList('PEM'), 'a certificate revocation list'],
    [
      'PKCS#12',
      () => made('pkcs12', '-export', '-in', root.certFile, '-inkey', root.keyFile, '-passout', 'pass:x'),
      'a PKCS#12 file',
    ],
    ['PKCS#7', () => made('crl2pkcs7', '-nocrl', '-certfile', root.certFile, '-outform', 'DER'), 'a PKCS#7 bundle'],
    ['PEM PKCS#7', () => made('crl2pkcs7', '-nocrl', '-certfile', root.certFile), 'a PKCS#7 bundle'],
    [
      'trusted certificate',
      () => made('x509', '-in', root.certFile, '-trustout'),
      'a certificate in the private format of openssl',
    ],
    ['damaged certificate', () => derOf(root).with(300, 0xff).subarray(0, 400), 'a damaged certificate or key'],
    ['damaged PEM', () => text(root.cert.replace('MII', '!!!')), 'a damaged certificate'],
    ['cut off PEM', () => text(root.cert.slice(0, 200)), 'a certificate that is cut off'],
    ['key store', () => Uint8Array.of(0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2), 'a Java key store'],
    [
      'OpenSSH key',
      () => text('-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n'),
      'an OpenSSH key',
    ],
    ['OpenSSH public key', () => text('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@corp'), 'an OpenSSH key'],
    [
      'PGP',
      () => text('-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQEN\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----'),
      'a PGP block',
    ],
    ['page', () => text('\n<!DOCTYPE html><html><body>Not found'), 'an HTML page'],
    ['XML', () => text('<?xml version="1.0"?><a/>'), 'an XML document'],
    ['JSON', () => text('{"error": 404}'), 'a JSON document'],
    ['PNG', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), 'a PNG image'],
    ['ZIP', () => text('PK\u0003\u0004rest'), 'a ZIP archive'],
    ['words', () => text('hello, here is my certificate'), 'a text file'],
    ['UTF-16', () => Uint8Array.of(0xff, 0xfe, 0x68, 0, 0x69, 0), 'a text file'],
    ['spaces', () => text(' \n'), 'an empty file'],
    ['nothing', () => new Uint8Array(), 'an empty file'],
    ['noise', () => Uint8Array.of(1, 2, 3, 0, 255), 'binary data'],
  ];

  test.each(cases)('%s', (_, make, expected) => {
    expect(whatIsIt(make())).toBe(expected);
  });

  test('whatever the bytes, there is a name', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => /^(?:an?|binary) /.test(`${whatIsIt(bytes)} `)),
    );
  });
});
