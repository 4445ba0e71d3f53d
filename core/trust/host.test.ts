import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dnsNameCovers, matchHost, nearestName, normalHost } from './host.ts';
import { known } from '#testdata/known.ts';
import { issue, leafExtensions } from '#testdata/pki.ts';

const certificateFor = (...names: string[]) => known(issue({ extensions: leafExtensions(...names) })).certificate;

describe('a name of a certificate covers a host', () => {
  test.each([
    ['api.example.com', 'api.example.com', true],
    ['API.Example.com', 'api.EXAMPLE.com', true],
    ['api.example.com', 'api.example.com.', true],
    ['api.example.com.', 'api.example.com', false], // RFC 5280 §4.2.1.6: no DNS name of a certificate ends in a dot
    ['xn--bcher-kva.example', 'bücher.example', true],
    ['xn--bcher-kva.example', 'BÜCHER.example.', true],
    ['*.example', 'bücher.example', false],
    ['*.xn--bcher-kva.example', 'a.bücher.example', true],
    ['b*.example.com', 'bücher.example.com', false],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', true],
    ['localhost', 'localhost', true],
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', 'example.com', false],
    ['*.example.com', '.example.com', false],
    ['*.com', 'example.com', false],
    ['*', 'com', false],
    ['a*.example.com', 'ab.example.com', false],
    ['*a.example.com', 'ba.example.com', false],
    ['a.*.com', 'a.b.com', false],
    ['*.*.com', 'a.b.com', false],
    ['example.com', 'example.com\\00.evil', false],
    ['api.example.com', 'xapi.example.com', false],
    ['', '', false],
  ])('%j covers %j: %s', (name, host, covered) => {
    expect(dnsNameCovers(name, host)).toBe(covered);
  });

  test('a wildcard never covers a host with another number of labels', () => {
    const label = fc.stringMatching(/^[a-z]{1,5}$/);
    fc.assert(
      fc.property(
        fc.array(label, { minLength: 1, maxLength: 5 }),
        fc.array(label, { minLength: 1, maxLength: 5 }),
        (a, b) => {
          const covered = dnsNameCovers(['*', ...a].join('.'), b.join('.'));

          expect(covered).toBe(a.length >= 2 && b.length === a.length + 1 && b.slice(1).join() === a.join());
        },
      ),
    );
  });
});

describe('a certificate is matched to a host', () => {
  const certificate = certificateFor('api.corp', '10.1.2.3', 'fd00::1');

  test('by any of its names, addresses by their bytes', () => {
    expect(matchHost(certificate, 'api.corp').matches).toBe(true);
    expect(matchHost(certificate, '10.1.2.3').matches).toBe(true);
    expect(matchHost(certificate, '[FD00:0::1]').matches).toBe(true);
  });

  test('and if not, what it offers is told', () => {
    expect(matchHost(certificate, '10.1.2.4')).toEqual({
      matches: false,
      offered: ['api.corp', '10.1.2.3', 'fd00::1'],
    });
  });

  test('an address written as a DNS name does not count', () => {
    const spelled = known(issue({ extensions: ['subjectAltName=DNS:10.1.2.3'] })).certificate;

    expect(matchHost(spelled, '10.1.2.3').matches).toBe(false);
  });

  test('the common name is not looked at', () => {
    const common = known(issue({ subject: '/CN=api.corp' })).certificate;

    expect(matchHost(common, 'api.corp')).toEqual({ matches: false, offered: [] });
  });

  test('a NUL in a name does not end it', () => {
    const forged = known(
      issue({ extensions: ['subjectAltName=DER:30:10:82:0e:61:70:69:2e:63:6f:72:70:00:2e:65:76:69:6c'] }),
    );

    expect(matchHost(forged.certificate, 'api.corp')).toMatchObject({ matches: false, offered: ['api.corp\\00.evil'] });
  });
});

describe('the nearest name is suggested', () => {
  test.each([
    [
      'billing.staging.halden.internal',
      ['billing.stg.halden.internal', '*.stg.halden.internal'],
      'billing.stg.halden.internal',
    ],
    ['wwww.example.com', ['mail.example.com', 'www.example.com'], 'www.example.com'],
    ['example.com', ['www.example.com'], 'www.example.com'],
    ['a.b.example.com', ['*.example.com'], '*.example.com'],
    ['example.com', ['unrelated.org'], undefined],
    ['localhost', ['api'], undefined],
    ['a.example.com', [], undefined],
    // No host name is as long as this one (RFC 1035).
    ['api.corp', [`${'a'.repeat(260)}.corp`], undefined],
  ])('%s of %j: %s', (asked, offered, expected) => {
    expect(nearestName(asked, offered)).toBe(expected);
  });
});

test('a host is compared in lower case, without brackets and without the dot at its end', () => {
  expect(['API.Corp.', '[FD00::1]', 'a'].map(normalHost)).toEqual(['api.corp', 'fd00::1', 'a']);
  expect(['Bücher.example', 'ü@a.corp', 'ü/b'].map(normalHost)).toEqual(['xn--bcher-kva.example', 'ü@a.corp', 'ü/b']);
});
