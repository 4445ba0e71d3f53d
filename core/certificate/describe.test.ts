import { describe, expect, test } from 'vitest';
import type { Certificate } from './certificate.ts';
import { describeCertificate, type DescribedRow, type DescribeOptions } from './describe.ts';
import { known } from '#testdata/known.ts';
import { caExtensions, issue, leafExtensions } from '#testdata/pki.ts';

const day = 86_400_000;

function row(certificate: Certificate, label: string, options?: DescribeOptions): DescribedRow | undefined {
  return describeCertificate(certificate, options)
    .flatMap(({ rows }) => rows)
    .find((candidate) => candidate.label === label);
}

const server = () =>
  known(
    issue({
      subject: "/C=US/O=Let's, Encrypt/CN=www.halden.example",
      extensions: [
        ...leafExtensions('halden.example', 'www.halden.example', '*.halden.example', '10.0.0.1'),
        'authorityInfoAccess=OCSP;URI:http://o.corp/,caIssuers;URI:http://c.corp/',
        'certificatePolicies=2.23.140.1.2.1',
        'tlsfeature=status_request',
        '1.2.3.4=DER:05:00',
      ],
    }),
  ).certificate;

describe('a certificate is described in words', () => {
  test('in four sections', () => {
    expect(describeCertificate(server()).map(({ title }) => title)).toEqual([
      'Names',
      'Key and signature',
      'Validity',
      'Extensions',
    ]);
  });

  test.each([
    [
      'Valid for',
      'halden.example, www.halden.example, *.halden.example, 10.0.0.1',
      'Two exact names, one wildcard, one address.',
    ],
    ['Subject', "C=US, O=Let's\\, Encrypt, CN=www.halden.example", undefined],
    ['Public key', 'EC P-256', '256 bits, about as strong as RSA 3072'],
    ['Signature', 'ECDSA with SHA-256', undefined],
    ['Key usage', 'Digital signature', 'may sign handshakes, nothing else · critical'],
    ['Basic constraints', 'Not a CA', 'cannot issue certificates · critical'],
    ['Purpose', 'TLS server', undefined],
    ['Policy', 'Domain validated', '2.23.140.1.2.1'],
    ['OCSP responder', 'http://o.corp/', undefined],
    ['Issuer’s certificate', 'http://c.corp/', undefined],
    ['TLS feature', 'status_request', 'the server must staple a proof that it is not revoked'],
    ['1.2.3.4', '0500', '2 bytes, not decoded · NULL'],
  ])('%s', (label, value, note) => {
    const found = row(server(), label);

    expect([found?.value, found?.note]).toEqual([value, note]);
  });

  test('which of its names was asked for', () => {
    expect(row(server(), 'Valid for', { asked: 'WWW.halden.example' })?.note).toBe(
      'Two exact names, one wildcard, one address. You asked for the second.',
    );
  });

  test('whose key its signature was verified with, when it was', () => {
    expect(row(server(), 'Signature', { signer: 'Halden Root' })?.note).toBe('verifies with the key of Halden Root');
    expect(row(server(), 'Signature')).not.toHaveProperty('note');
  });

  test('how it stands today', () => {
    const certificate = server();
    const until = (now: number) => row(certificate, 'Until', { now })?.note;

    expect(until(certificate.notAfter - 23.5 * day)).toBe('23 days left');
    expect(until(certificate.notAfter + 3.5 * day)).toBe('expired 3 days ago');
    expect(until(certificate.notBefore - day)).toBe('not valid yet');
  });

  test('what is weak or odd about it', () => {
    const weak = known(issue({ newkey: ['rsa:1024'], digest: '-sha1' })).certificate;

    expect(row(weak, 'Public key')?.note).toBe('1024 bits, too weak: at least 2048');
    expect(row(weak, 'Signature')?.note).toBe('can be forged');
    expect(row(weak, 'Version')?.note).toMatch(/^old/);
    expect(row({ ...weak, serial: '01' }, 'Serial number')?.note).toBe('1 bit, short enough to guess');
    expect(row({ ...weak, serial: '00' }, 'Serial number')?.note).toMatch(/^zero/);
    expect(row({ ...weak, serial: 'ff' }, 'Serial number')?.note).toMatch(/^negative/);
  });

  test('what an authority is limited to', () => {
    const ca = known(
      issue({
        extensions: [
          'basicConstraints=critical,CA:TRUE,pathlen:0',
          ...caExtensions.slice(1),
          'nameConstraints=critical,permitted;DNS:corp,permitted;IP:10.0.0.0/255.0.0.0,excluded;DNS:bad.corp',
        ],
      }),
    ).certificate;

    expect(row(ca, 'Basic constraints')).toMatchObject({
      value: 'CA, path length 0',
      note: 'may issue certificates, but no further CA · critical',
    });
    expect(row(ca, 'Only names under')).toMatchObject({ value: 'corp, 10.0.0.0/8', note: 'critical' });
    expect(row(ca, 'No names under')?.value).toBe('bad.corp');
    expect(row(ca, 'Issuer')?.note).toBe('itself');
  });

  test('an extension that cannot be read is shown with its reason', () => {
    const odd = known(issue({ extensions: ['keyUsage=DER:02:01:01'] })).certificate;

    expect(row(odd, 'keyUsage')).toMatchObject({ value: 'cannot be read' });
  });

  test('international names stand in Unicode beside, with a warning when one mixes scripts', () => {
    const names = leafExtensions('xn--mnchen-3ya.de', 'xn--pypal-4ve.com', 'plain.de');
    const international = known(issue({ extensions: names })).certificate;

    expect(row(international, 'In Unicode')).toMatchObject({
      value: 'münchen.de, pаypal.com',
      note: 'pаypal.com mixes Latin and Cyrillic: it may pass for another name',
    });
    expect(row(server(), 'In Unicode')).toBeUndefined();
  });

  test('in full, with every part of its name, its numbers and its age', () => {
    const { certificate } = known(
      issue({ subject: '/C=DE/O=Halden/businessCategory=Private Organization', newkey: ['rsa:2048'] }),
    );
    const full = (label: string) => row(certificate, label, { detail: 'full', now: certificate.notBefore });

    expect(full('· kind of organization')).toMatchObject({
      value: 'Private Organization',
      note: 'UTF8String · 2.5.4.15',
      field: 'subject',
    });
    expect(full('Key checks')?.value).toBe('nothing found');
    expect(full('Passed')?.value).toBe('0 %');
    expect(full('Serial in decimal')?.value).toBe(BigInt(`0x${certificate.serial}`).toString());
    expect(row(certificate, 'Modulus')).toBeUndefined();
  });

  test('how long it lasts beside what public authorities may give', () => {
    const long = issue({ notBefore: '20260401000000Z', notAfter: '20270401000000Z' });

    expect(row(known(long).certificate, 'In all')?.note).toMatch(/^more than the 200 days/);
  });
});
