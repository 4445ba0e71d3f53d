import { describe, expect, test } from 'vitest';
import { extensionOf } from '#core/certificate/certificate.ts';
import { constraintViolation } from './nameConstraints.ts';
import { known } from '#testdata/known.ts';
import { caExtensions, issue } from '#testdata/pki.ts';

function violation(constraints: string, names: string, subject = '/O=Corp/CN=Server'): string | undefined {
  const section = ['[ours]', 'O=Corp', '[theirs]', 'O=Other'];
  const ca = known(issue({ extensions: [...caExtensions, `nameConstraints=critical,${constraints}`, ...section] }));
  const server = known(issue({ subject, extensions: [`subjectAltName=${names}`] }));
  const value = extensionOf(ca.certificate, 'nameConstraints');
  if (value === undefined) throw new Error('openssl wrote no constraints');
  return constraintViolation(server.certificate, value);
}

describe('name constraints bind the names below', () => {
  test.each([
    ['permitted;DNS:corp', 'DNS:corp', undefined],
    ['permitted;DNS:corp', 'DNS:a.b.corp', undefined],
    ['permitted;DNS:corp', 'DNS:evilcorp', 'evilcorp'],
    ['permitted;DNS:corp', 'DNS:a.corp,DNS:a.org', 'a.org'],
    ['permitted;DNS:CORP', 'DNS:A.corp', undefined],
    ['permitted;DNS:.corp', 'DNS:a.corp', undefined],
    ['permitted;DNS:.corp', 'DNS:corp', 'corp'],
    ['permitted;DNS:corp,permitted;DNS:org', 'DNS:a.org', undefined],
    ['permitted;DNS:corp,excluded;DNS:bad.corp', 'DNS:x.bad.corp', 'x.bad.corp'],
    ['permitted;DNS:corp', 'IP:10.0.0.1', undefined],
    ['permitted;DNS:a.corp', 'DNS:*.corp', '*.corp'],
    ['permitted;DNS:corp', 'DNS:*.corp', undefined],
    ['excluded;DNS:bad.x.test', 'DNS:*.x.test', '*.x.test'],
    ['excluded;DNS:bad.y.x.test', 'DNS:*.x.test', undefined],
    ['excluded;DNS:*.x.test', 'DNS:y.org', 'y.org'],
    ['permitted;DNS:corp', 'DNS:a b.corp', 'a\\20b.corp'],
    ['permitted;IP:10.0.0.0/255.0.0.0', 'IP:10.9.8.7', undefined],
    ['permitted;IP:10.0.0.0/255.0.0.0', 'IP:11.0.0.1', '11.0.0.1'],
    ['permitted;IP:10.0.0.0/255.0.0.0', 'IP:fd00::1', 'fd00::1'],
    ['excluded;IP:10.0.0.0/255.0.255.0', 'IP:192.168.0.1', '192.168.0.1'],
    ['excluded;IP:0.0.0.0/0.0.0.0', 'IP:8.8.8.8', '8.8.8.8'],
    ['permitted;email:corp', 'email:a@corp', undefined],
    ['permitted;email:corp', 'email:a@x.corp', 'a@x.corp'],
    ['permitted;email:.corp', 'email:a@x.corp', undefined],
    ['permitted;email:a@corp', 'email:A@corp', 'A@corp'],
    ['permitted;URI:.corp', 'URI:https://x.corp:8443/y', undefined],
    ['permitted;URI:.corp', 'URI:https://corp/', 'https://corp/'],
    ['permitted;URI:.corp', 'URI:urn:x', 'urn:x'],
    ['permitted;dirName:ours', 'DNS:a', undefined],
    ['permitted;dirName:theirs', 'DNS:a', 'CN=Server,O=Corp'],
    ['excluded;dirName:ours', 'DNS:a', 'CN=Server,O=Corp'],
  ])('%s and %s: %s', (constraints, names, expected) => {
    expect(violation(constraints, names)).toBe(expected);
  });

  test('an e-mail address in the subject counts where the SAN has none', () => {
    expect(violation('permitted;email:corp', 'DNS:a', '/CN=x/emailAddress=a@evil.org')).toBe('a@evil.org');
    expect(violation('permitted;email:corp', 'email:a@corp', '/CN=x/emailAddress=a@evil.org')).toBeUndefined();
  });

  test.each([
    ['more names than can be compared', 600, 600, 'a.corp'],
    ['a name of half a megabyte, which would be looked through for each constraint,', 1, 5000, 'a'.repeat(500_000)],
  ])('%s is refused at once', (_, count, constraints, value) => {
    const { certificate } = known(issue({ extensions: ['subjectAltName=DNS:a'] }));
    const names = Array.from({ length: count }, () => ({ kind: 'dns', value }) as const);
    const extensions = certificate.extensions.map((extension) => ({
      ...extension,
      value: { kind: 'subjectAltName', names } as const,
    }));
    const permitted = Array.from(
      { length: constraints },
      (_one, index) => ({ kind: 'dns', value: `x${index}` }) as const,
    );

    const result = constraintViolation(
      { ...certificate, extensions },
      { kind: 'nameConstraints', permitted, excluded: [] },
    );

    expect(result).toMatch(/too many or too long/);
  });
});
