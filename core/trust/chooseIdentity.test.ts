import { beforeAll, describe, expect, test } from 'vitest';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { formatName, sameName } from '#core/certificate/name.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { derOf } from '#testdata/known.ts';
import { issue, issueRoot, type Issued } from '#testdata/pki.ts';
import { comparableName, comparableNameOf } from './authorityName.ts';
import { fittingIdentities, misfitOf, type ChoosableIdentity, type IdentityWish } from './chooseIdentity.ts';

const decode = (one: Issued): Certificate => {
  const decoded = decodeCertificate(derOf(one));
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
};

let root: Issued;
let middle: Issued;
let leaf: Certificate;
let chain: readonly Certificate[];
beforeAll(() => {
  root = issueRoot('/O=Corp/CN=Corp Root');
  middle = issue({ subject: '/O=Corp/CN=Corp, Clients', issuer: root, extensions: ['basicConstraints=CA:TRUE'] });
  const client = issue({ subject: '/CN=client', issuer: middle });
  leaf = decode(client);
  chain = [leaf, decode(middle)];
});

const now = Date.now();
let counted = 0;
const identity = (hosts: readonly string[], more: Partial<ChoosableIdentity> = {}): ChoosableIdentity => ({
  id: `id${++counted}`,
  enabled: true,
  hosts,
  addedAt: 0,
  chain,
  ...more,
});
const wish = (more: Partial<IdentityWish> = {}): IdentityWish => ({
  host: 'api.corp',
  port: 8443,
  authorities: [],
  signatureSchemes: [],
  ...more,
});
const order = (identities: readonly ChoosableIdentity[], asked = wish()) =>
  fittingIdentities(identities, asked, now).map(({ pattern }) => pattern);

describe('who is shown to a host', () => {
  test('only an identity whose patterns cover it, and never one that is off', () => {
    expect(order([identity(['other.corp']), identity(['api.corp:443']), identity(['*.api.corp'])])).toEqual([]);
    expect(order([identity(['api.corp'], { enabled: false })])).toEqual([]);
    expect(order([identity([])])).toEqual([]);
  });

  test('the one with the narrowest pattern comes first', () => {
    const patterns = ['.corp', '*.corp:8443', 'api.corp', '*.corp', 'api.corp:8443', '.corp:8443'];

    expect(order(patterns.map((pattern) => identity([pattern])))).toEqual([
      'api.corp:8443',
      'api.corp',
      '*.corp:8443',
      '*.corp',
      '.corp:8443',
      '.corp',
    ]);
  });

  test('of networks the smaller, and a single address like a name', () => {
    const asked = wish({ host: '10.1.2.3' });

    expect(order([identity(['10.0.0.0/8']), identity(['10.1.2.3']), identity(['10.1.0.0/16'])], asked)).toEqual([
      '10.1.2.3',
      '10.1.0.0/16',
      '10.0.0.0/8',
    ]);
  });

  test('of a suffix the longer', () => {
    expect(order([identity(['.corp']), identity(['.b.corp'])], wish({ host: 'a.b.corp' }))).toEqual([
      '.b.corp',
      '.corp',
    ]);
  });

  test('one with several patterns counts by its narrowest', () => {
    const broad = identity(['.corp', 'api.corp:8443']);

    expect(order([identity(['api.corp']), broad])).toEqual(['api.corp:8443', 'api.corp']);
  });

  test('of equals the one added last, then by id, whatever the order they come in', () => {
    const all = [
      identity(['api.corp'], { id: 'b', addedAt: 1 }),
      identity(['api.corp'], { id: 'a', addedAt: 1 }),
      identity(['api.corp'], { id: 'c', addedAt: 2 }),
    ];
    const ids = (list: readonly ChoosableIdentity[]) =>
      fittingIdentities(list, wish(), now).map((one) => one.identity.id);

    expect(ids(all)).toEqual(['c', 'a', 'b']);
    expect(ids(all.toReversed())).toEqual(['c', 'a', 'b']);
  });

  test('an expired one only behind every one that is in date, however narrow its pattern', () => {
    const past = decode(issue({ notBefore: '20200101000000Z', notAfter: '20210101000000Z' }));
    const expired = identity(['api.corp:8443'], { chain: [past] });

    expect(fittingIdentities([expired, identity(['.corp'])], wish(), now).map(({ validity }) => validity)).toEqual([
      'valid',
      'expired',
    ]);
    expect(fittingIdentities([expired], wish(), now)).toMatchObject([{ validity: 'expired' }]);
  });
});

describe('a server that names authorities', () => {
  test('is shown who was issued by one of them, or below one of them', () => {
    for (const authorities of [['CN=Corp\\, Clients,O=Corp'], ['CN=Else', 'CN=Corp Root,O=Corp']])
      expect(misfitOf(identity(['api.corp']), wish({ authorities }))).toBeUndefined();
  });

  test('is shown nobody else', () => {
    for (const authorities of [['CN=Else'], ['CN=Corp Root'], ['CN=client'], ['0x3000'], ['']])
      expect(misfitOf(identity(['api.corp']), wish({ authorities }))).toBe('other-authorities');
  });

  test('may write a name in other letters and with other spaces (RFC 5280 §7.1)', () => {
    expect(misfitOf(identity(['api.corp']), wish({ authorities: ['CN=CORP  root,O=corp'] }))).toBeUndefined();
  });

  test('names as text compare as the names themselves do', () => {
    const subjects = [
      '/CN=A b',
      '/CN=a  B',
      '/CN=A, b',
      '/CN=A/O=b',
      '/O=b/CN=A',
      '/CN=A+O=b',
      '/O=b+CN=A',
      '/CN= x',
      '/CN=é',
      '/CN=É',
      '/CN=#1',
      '/CN=a\\+b',
    ];
    const names = subjects.map((subject) => decode(issue({ subject })).subject);

    for (const a of names)
      for (const b of names)
        expect([formatName(a), formatName(b), comparableName(formatName(a)) === comparableNameOf(b)]).toEqual([
          formatName(a),
          formatName(b),
          sameName(a, b),
        ]);
  });
});

describe('a server that says which signatures it takes', () => {
  const keys = (newkey: readonly string[]) => identity(['api.corp'], { chain: [decode(issue({ newkey }))] });
  const tls13 = (...signatureSchemes: string[]) => wish({ signatureSchemes });
  const tls12 = (types: readonly string[], ...signatureSchemes: string[]) =>
    wish({ signatureSchemes, certificateTypes: types });

  test('of TLS 1.3 binds the curve and takes no PKCS#1', () => {
    const p256 = keys(['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']);
    const rsa = keys(['rsa:2048']);

    expect(misfitOf(p256, tls13('ecdsa_secp384r1_sha384', 'rsa_pss_rsae_sha256'))).toBe('other-algorithms');
    expect(misfitOf(p256, tls13('ecdsa_secp256r1_sha256'))).toBeUndefined();
    expect(misfitOf(rsa, tls13('rsa_pkcs1_sha256'))).toBe('other-algorithms');
    expect(misfitOf(rsa, tls13('rsa_pss_rsae_sha256'))).toBeUndefined();
  });

  test('of TLS 1.2 takes any curve under ECDSA, PKCS#1, and asks for the kind of certificate', () => {
    const p256 = keys(['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']);
    const rsa = keys(['rsa:2048']);

    expect(misfitOf(p256, tls12(['rsa_sign', 'ecdsa_sign'], 'ecdsa_secp384r1_sha384'))).toBeUndefined();
    expect(misfitOf(p256, tls12(['rsa_sign'], 'ecdsa_secp384r1_sha384'))).toBe('other-algorithms');
    expect(misfitOf(rsa, tls12(['rsa_sign'], 'rsa_pkcs1_sha256'))).toBeUndefined();
    expect(misfitOf(rsa, tls12(['rsa_sign']))).toBeUndefined(); // TLS 1.1 has no schemes.
  });

  test('of EdDSA takes Ed25519', () => {
    const ed25519 = keys(['ed25519']);

    expect(misfitOf(ed25519, tls13('ed25519'))).toBeUndefined();
    expect(misfitOf(ed25519, tls13('ed448', 'ecdsa_secp256r1_sha256'))).toBe('other-algorithms');
    expect(misfitOf(ed25519, tls12(['ecdsa_sign'], 'ed25519'))).toBeUndefined();
  });
});
