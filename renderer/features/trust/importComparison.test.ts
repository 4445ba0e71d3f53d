import { describe, expect, test } from 'vitest';
import { comparisonNote, comparisonProblem, nothingCompared } from './importComparison.ts';
import { imported } from './importFixture.ts';

const print = 'ab'.repeat(32);
const fromServer = imported(print, { origin: { kind: 'server', name: 'api.corp:443' } });
const fromUrl = imported('cd'.repeat(32), { origin: { kind: 'url', name: 'https://pki.corp/root.pem' } });
const fromFile = imported(print, { origin: { kind: 'file', name: 'root.pem' } });

describe('an authority that came over the network', () => {
  test('is not trusted before its fingerprint was compared', () => {
    expect(comparisonProblem([fromServer], nothingCompared)).toContain('Compare its fingerprint');
    expect(comparisonProblem([fromServer, fromUrl], nothingCompared)).toContain('2 that came over the network');
  });

  test('may be trusted when the pasted fingerprint is equal, or a person says it is', () => {
    const typed = { sha256: print, text: `SHA256 Fingerprint=${print.toUpperCase()}` };

    expect(comparisonProblem([fromServer], { ...nothingCompared, typed })).toBeUndefined();
    expect(comparisonProblem([fromServer], { ...nothingCompared, ticked: new Set([print]) })).toBeUndefined();
  });

  test('is not made trusted by the fingerprint of another one', () => {
    const typed = { sha256: fromUrl.sha256, text: print };

    expect(comparisonProblem([fromServer], { ...nothingCompared, typed })).toContain('Compare its fingerprint');
    expect(comparisonProblem([fromServer, fromUrl], { ...nothingCompared, ticked: new Set([print]) })).toContain(
      'Compare its fingerprint',
    );
  });
});

describe('an authority from a file', () => {
  test('may be trusted without', () => {
    expect(comparisonProblem([fromFile], nothingCompared)).toBeUndefined();
    expect(comparisonNote(fromFile, nothingCompared)).toBeUndefined();
  });

  test('is stopped by a fingerprint that does not fit, even by half of one, whatever is ticked', () => {
    for (const text of ['00'.repeat(32), print.slice(0, 40), 'not hex']) {
      const comparison = { typed: { sha256: print, text }, ticked: new Set([print]) };
      expect(comparisonProblem([fromFile], comparison)).toContain('not that of this certificate');
    }
  });

  test('notes that it was compared', () => {
    expect(comparisonNote(fromFile, { typed: undefined, ticked: new Set([print]) })).toContain('compared');
  });
});
