import { describe, expect, test } from 'vitest';
import { importFate, importOffers } from './importFate.ts';
import type { ImportedCertificate } from './importRead.ts';

const root: ImportedCertificate = {
  sha256: 'a'.repeat(64),
  keySha256: 'b'.repeat(64),
  subject: 'Halden Root',
  issuer: 'Halden Root',
  organization: 'Halden Freight AS',
  key: 'ECDSA P-384',
  notBefore: 0,
  notAfter: 1,
  kind: 'root',
  origin: { kind: 'paste' },
  hasKey: false,
  presentIn: [],
  refused: false,
  time: 'valid',
  weak: [],
  permitted: [],
  hosts: [],
};
const intermediate: ImportedCertificate = { ...root, kind: 'intermediate' };
const leaf: ImportedCertificate = {
  ...root,
  kind: 'leaf',
  what: 'a server certificate for api.corp',
  hosts: ['api.corp'],
};

describe('what importing a certificate would come to', () => {
  test.each<[string, ImportedCertificate, ReturnType<typeof importFate>, ReturnType<typeof importOffers>]>([
    ['a root', root, { kind: 'trust', listedIn: [] }, ['anchor']],
    ['a root of the system', { ...root, presentIn: ['system'] }, { kind: 'trust', listedIn: ['system'] }, ['anchor']],
    ['a root of tomorrow', { ...root, time: 'not-yet-valid' }, { kind: 'trust', listedIn: [] }, ['anchor']],
    [
      'what is trusted already',
      { ...root, presentIn: ['custom'], custom: { label: 'Mine', scope: ['.corp'] }, time: 'expired' },
      { kind: 'already-trusted', label: 'Mine', scope: ['.corp'] },
      [],
    ],
    ['an expired root', { ...root, time: 'expired' }, { kind: 'nothing', why: 'expired' }, []],
    ['a weak root', { ...root, weak: ['RSA 1024'] }, { kind: 'nothing', why: 'weak' }, []],
    ['what was refused', { ...root, refused: true }, { kind: 'nothing', why: 'refused' }, []],
    ['an intermediate', intermediate, { kind: 'keep' }, ['hint', 'anchor']],
    ['a kept intermediate', { ...intermediate, presentIn: ['hint'] }, { kind: 'already-kept' }, ['anchor']],
    ['a leaf', leaf, { kind: 'not-a-ca', what: 'a server certificate for api.corp' }, ['exception']],
    [
      'a leaf without hosts',
      { ...leaf, what: 'a client certificate', hosts: [] },
      { kind: 'not-a-ca', what: 'a client certificate' },
      [],
    ],
    ['a refused leaf', { ...leaf, refused: true }, { kind: 'not-a-ca', what: 'a server certificate for api.corp' }, []],
  ])('%s', (_, certificate, fate, offers) => {
    expect(importFate(certificate)).toEqual(fate);
    expect(importOffers(certificate)).toEqual(offers);
  });
});
