import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { nameOfRefusal, pinOf, refusalWords, refusedRows } from './refusedRows.ts';
import { keyless, refusedUses, usesWords } from './refusedUses.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import type { Distrust } from '#core/trust/distrust.ts';

const sha256 = createHash('sha256').update('key').digest('hex');
const leaf = 'cd'.repeat(32);
const key: Distrust = { kind: 'key', sha256, label: 'Contour CA', note: 'Printed in the manual', addedAt: 0 };
const certificate: Distrust = { kind: 'certificate', sha256: leaf, label: 'gateway', addedAt: 0, certificate: leaf };

function anchor(more: Partial<Anchor>): Anchor {
  const facts = { subject: 'Contour CA', organization: '', key: 'RSA 2048', notBefore: 0, notAfter: 1 };
  const base = { sha256: 'ab'.repeat(32), keySha256: sha256, source: 'custom', label: 'Contour CA' } as const;
  return { ...base, enabled: true, scope: [], ...facts, ...more };
}

function stateOf(more: Partial<TrustState>): TrustState {
  const none = { anchors: [], hints: [], distrusted: [], exceptions: [], identities: [] };
  return { revision: 1, sources: { system: true, bundled: true }, ...none, ...more };
}

test('the pin of a key is what curl and browsers write', () => {
  expect(pinOf(sha256)).toBe(`sha256/${createHash('sha256').update('key').digest('base64')}`);
});

test('a line says whether the certificate or its key, why, and by which number', () => {
  expect(nameOfRefusal(key)).toBe('Key of Contour CA');
  expect(refusalWords(key)).toBe(
    `Printed in the manual · pin ${pinOf(sha256).slice(0, 11)}…${pinOf(sha256).slice(-3)}`,
  );
  expect(nameOfRefusal(certificate)).toBe('gateway');
  expect(refusalWords(certificate)).toBe('SHA-256 CD:CD…CD');
});

test('a refusal is found by name, note, fingerprint and pin', () => {
  const found = (filter: string) => refusedRows([key, certificate], filter).map(({ label }) => label);

  expect(found('manual')).toEqual(['Contour CA']);
  expect(found('CD:CD:CD:CD')).toEqual(['gateway']);
  expect(found(pinOf(sha256))).toEqual(['Contour CA']);
  expect(found('key of')).toEqual(['Contour CA']);
  expect(found('nothing')).toEqual([]);
});

test('the certificates of a refused key are named once, with every list they stand in', () => {
  const state = stateOf({
    anchors: [anchor({}), anchor({ source: 'system' }), anchor({ sha256: leaf, keySha256: 'x' })],
  });
  const uses = refusedUses(key, state, new Map());

  expect(uses).toEqual([{ sha256: 'ab'.repeat(32), name: 'Contour CA', where: 'in your anchors and the system list' }]);
  expect(usesWords(key, uses)).toBe('1 certificate uses it');
});

test('what has the key and does not say so is known by its hash', () => {
  const exception = { id: 'e', host: 'a.corp', port: 443, leaf, subject: 'a.corp', notAfter: 0, used: 0, addedAt: 0 };
  const state = stateOf({ exceptions: [{ ...exception, accepted: ['expired'], end: { kind: 'forever' } }] });

  expect(keyless(state)).toEqual([leaf]);
  expect(refusedUses(key, state, new Map())).toEqual([]);
  expect(refusedUses(key, state, new Map([[leaf, sha256]]))).toEqual([
    { sha256: leaf, name: 'a.corp', where: 'in your exception for a.corp:443' },
  ]);
});

test('the certificate it was taken from stands there although no list has it', () => {
  const uses = refusedUses(certificate, stateOf({}), new Map());

  expect(uses).toEqual([{ sha256: leaf, name: 'gateway', where: 'in none of your lists' }]);
  expect(usesWords(certificate, uses)).toBe('in none of your lists');
  expect(usesWords(key, [])).toBe('in none of your lists');
});
