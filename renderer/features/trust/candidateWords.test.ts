import { describe, expect, test } from 'vitest';
import { happensWords, kindWords, offerOf, originWords } from './candidateWords.ts';
import { imported } from './importFixture.ts';

const on = { system: true, bundled: true };

describe('a certificate of an import', () => {
  test('that is a root may be trusted', () => {
    expect(offerOf(imported('a'), on)).toEqual({ roles: ['anchor'] });
    expect(kindWords(imported('a'))).toBe('Root CA');
  });

  test('that is an intermediate is kept to complete chains, unless it is chosen to be trusted by itself', () => {
    const found = imported('a', { kind: 'intermediate' });
    const offer = offerOf(found, on);

    expect(offer.roles).toEqual(['hint', 'anchor']);
    expect(happensWords(found, offer, 'hint')[1]).toBe('Keep to complete chains. Not trusted by itself');
    expect(happensWords(found, offer, 'anchor').join('')).toBe('Trust by itself, without the root above it');
  });

  test('that is kept already can only be made more than that', () => {
    const found = imported('a', { kind: 'intermediate', presentIn: ['hint'] });

    expect(offerOf(found, on).roles).toEqual(['anchor']);
    expect(happensWords(found, offerOf(found, on), undefined)[1]).toBe('Kept already to complete chains');
  });

  test('that is a server’s is never offered as a CA, but as an exception', () => {
    const found = imported('a', {
      kind: 'leaf',
      what: 'a server certificate for api.corp',
      hosts: ['api.corp'],
      pem: 'x',
    });

    expect(offerOf(found, on)).toEqual({ roles: [], why: 'Not a CA', instead: 'exception' });
    expect(kindWords(found)).toBe('Server certificate');
  });

  test('that is a client’s with its key belongs to the client certificates', () => {
    const found = imported('a', { kind: 'leaf', what: 'a client certificate for ada', hasKey: true, pem: 'x' });

    expect(offerOf(found, on).instead).toBe('identity');
    expect(offerOf({ ...found, hasKey: false }, on).instead).toBeUndefined();
  });

  test('that signs code or mail is no exception for a server', () => {
    expect(
      offerOf(imported('a', { kind: 'leaf', what: 'a code-signing certificate', pem: 'x' }), on).instead,
    ).toBeUndefined();
  });

  test('that is trusted already says for which hosts', () => {
    const custom = { label: 'Mine', scope: ['*.corp'] };

    expect(offerOf(imported('a', { custom }), on)).toEqual({ roles: [], why: 'Already trusted for *.corp' });
    expect(offerOf(imported('a', { custom: { label: 'Mine', scope: [] } }), on).why).toBe(
      'Already trusted for every host',
    );
  });

  test('that is in a list which is off may be trusted all the same', () => {
    const found = imported('a', { presentIn: ['system'] });

    expect(offerOf(found, on).roles).toEqual([]);
    expect(offerOf(found, { system: false, bundled: true }).roles).toEqual(['anchor']);
  });

  test('that would trust nothing cannot be ticked, with the reason', () => {
    expect(offerOf(imported('a', { time: 'expired' }), on)).toEqual({ roles: [], why: 'Would trust nothing' });
    expect(offerOf(imported('a', { weak: ['RSA 1024'] }), on).why).toBe('Would trust nothing: RSA 1024 is too weak');
  });

  test('that was refused stays refused, whatever else it is', () => {
    for (const kind of ['root', 'intermediate', 'leaf'] as const) {
      expect(offerOf(imported('a', { kind, refused: true, pem: 'x', hosts: ['api.corp'] }), on).roles).toEqual([]);
      expect(
        offerOf(imported('a', { kind, refused: true, pem: 'x', hosts: ['api.corp'] }), on).instead,
      ).toBeUndefined();
    }
  });

  test('says its limits and that its key lies beside it', () => {
    const found = imported('a', { permitted: ['.corp', '.lan', '10.0.0.0/8'], pathLength: 0, hasKey: true });

    expect(originWords(found)).toBe(
      'Signed by itself · with its private key · ECDSA P-256 · only for .corp, .lan and 1 more · no CA below it',
    );
  });
});
