import { expect, test } from 'vitest';
import { canonicalName } from '#core/certificate/name.ts';
import { authority, forge, newKey, type Forged } from '#testdata/forge.ts';
import { anchorsElsewhere, anchorsNamed, type KnownCertificate } from './anchors.ts';
import { hintsFor } from './hint.ts';

const key = newKey();
const made = (name: string, issuer?: Forged) =>
  forge({ name, key, extensions: authority(key), ...(issuer && { issuer }) });
const root = made('Root');
const upper = made('Upper', root);
const lower = made('Lower', upper);
const stranger = made('Stranger', root);
const leaf = made('server', lower);

/** Fails the test when it is decoded. */
function sealed({ sha256, certificate }: Forged): KnownCertificate {
  return {
    sha256,
    subjectName: canonicalName(certificate.subject),
    get certificate(): never {
      throw new Error('It was decoded.');
    },
  };
}

test('the hints of a chain are those that its issuers are called like, upward', () => {
  const hints = [upper, stranger, lower];

  expect(hintsFor(hints, [leaf]).map(({ sha256 }) => sha256)).toEqual([lower.sha256, upper.sha256]);
  expect(hintsFor(hints, [root])).toEqual([]);
  expect(hintsFor([], [leaf])).toEqual([]);
});

test('hints that are not called so stay undecoded', () => {
  expect(hintsFor([sealed(stranger), lower], [leaf])).toEqual([lower]);
});

test('a hundred hints of one name are bounded', () => {
  const twins = Array.from({ length: 100 }, () => made('Lower', upper));

  expect(hintsFor(twins, [leaf]).length).toBeLessThanOrEqual(32);
});

test('anchors for other hosts are found by name without being decoded, and indexed once', () => {
  const base = { source: 'custom', label: 'x', scope: ['a.corp'] } as const;
  const outOfScope = [
    Object.defineProperties({ ...base }, Object.getOwnPropertyDescriptors(sealed(stranger))),
    { ...base, ...upper },
  ] as never;
  const anchors = { bySubject: new Map(), bySha256: new Map(), outOfScope };
  const elsewhere = anchorsElsewhere(anchors);

  expect(anchorsNamed(elsewhere, lower.certificate.issuer)).toMatchObject([{ sha256: upper.sha256 }]);
  expect(elsewhere.bySha256.has(stranger.sha256)).toBe(true);
  expect(anchorsElsewhere({ ...anchors })).toBe(elsewhere);
});
