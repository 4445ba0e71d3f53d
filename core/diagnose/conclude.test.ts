import { describe, expect, test } from 'vitest';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import { conclude, type ConclusionKind } from './conclude.ts';
import { isProbeable, probes, type ProbeId, type ProbeOutcome, type ProbeResult } from './probe.ts';

const alert = (number: number): ExchangeFailure => ({
  kind: 'tls-alert',
  message: '',
  number,
  name: 'x',
  sender: 'server',
});
const reset: ExchangeFailure = { kind: 'reset', message: '', during: 'tls' };
const shaken = (more: Partial<Extract<ProbeResult, { kind: 'handshake' }>> = {}): ProbeResult => ({
  kind: 'handshake',
  version: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  names: [],
  ...more,
});

/** All probes failed as the request did, except these. */
function outcomes(failure: ExchangeFailure, but: Partial<Record<ProbeId, ProbeResult>>): readonly ProbeOutcome[] {
  return probes.map(({ id }) => ({ id, ms: 1, result: but[id] ?? { kind: 'failed', failure } }));
}
const kinds = (failure: ExchangeFailure, but: Partial<Record<ProbeId, ProbeResult>>): readonly ConclusionKind[] =>
  conclude(failure, outcomes(failure, but)).map(({ kind }) => kind);

const tls12 = shaken({ version: 'TLSv1.2' });

describe('what the probes mean', () => {
  test.each<[string, ExchangeFailure, Partial<Record<ProbeId, ProbeResult>>, readonly ConclusionKind[]]>([
    ['as before works', reset, { 'as-before': shaken() }, ['works-now']],
    ['only without ALPN', alert(120), { 'no-alpn': shaken() }, ['alpn']],
    ['only with h2', alert(120), { 'no-alpn': shaken(), h2: shaken({ alpn: 'h2' }) }, ['http2-only']],
    ['h2 was offered and not taken', alert(40), { h2: shaken() }, ['nothing-helps']],
    ['without a large share', reset, { 'no-pq': shaken(), tls12 }, ['large-hello']],
    ['without a large share, 1.3 too', reset, { 'no-pq': shaken(), tls12, tls13: shaken() }, ['large-hello']],
    ['only TLS 1.2', alert(70), { tls12 }, ['tls13-intolerant']],
    ['only TLS 1.3', alert(70), { tls13: shaken() }, ['tls12-intolerant']],
    ['without the name', alert(112), { 'no-sni': shaken() }, ['unknown-name']],
    ['old versions', alert(70), { 'old-versions': shaken({ version: 'TLSv1.0' }) }, ['old-version']],
    ['wide ciphers', alert(40), { 'wide-ciphers': tls12, 'old-versions': tls12 }, ['weak-cipher']],
    ['without RFC 5746', alert(40), { 'legacy-renegotiation': tls12 }, ['legacy-renegotiation']],
    ['plain HTTP', reset, { plain: { kind: 'spoken', spoken: 'http' } }, ['plain-http']],
    ['another protocol', reset, { plain: { kind: 'spoken', spoken: 'ssh' } }, ['other-protocol']],
    ['plain HTTP beside TLS', alert(40), { plain: { kind: 'spoken', spoken: 'http' } }, ['nothing-helps']],
    ['nothing, in TLS', alert(80), {}, ['nothing-helps']],
    ['nothing, not even TLS', reset, { plain: { kind: 'silent' } }, ['no-answer']],
  ])('%s', (_, failure, but, expected) => {
    expect(kinds(failure, but)).toEqual(expected);
  });

  test('two faults at once are both named', () => {
    expect(kinds(alert(40), { 'no-sni': shaken(), 'wide-ciphers': tls12 })).toEqual(['unknown-name', 'weak-cipher']);
  });

  test('a port that said at once what it speaks needs no probe to tell', () => {
    const failure: ExchangeFailure = { kind: 'not-tls', message: '', spoken: 'redis', firstBytes: '', port: 6379 };

    expect(conclude(failure, [])[0]?.title).toBe('The port speaks the Redis protocol, not TLS');
  });

  test('without a single outcome there is an answer too', () => {
    expect(conclude(reset, [])).toHaveLength(1);
  });

  test('no words of any conclusion advise to switch checks off', () => {
    const everything = [alert(40), reset].flatMap((failure) =>
      probes.flatMap(({ id }) => conclude(failure, outcomes(failure, { [id]: shaken({ version: 'TLSv1.1' }) }))),
    );

    for (const { title, cause, remedy } of everything) {
      expect(`${title} ${cause} ${remedy}`).not.toMatch(/disable|verification off|insecure|-k\b|ignore/i);
    }
  });
});

describe('more handshakes can tell more', () => {
  test.each<[ExchangeFailure, boolean]>([
    [alert(40), true],
    [{ ...alert(40), sender: 'client' } as ExchangeFailure, false],
    [reset, true],
    [{ kind: 'reset', message: '', during: 'response' }, false],
    [{ kind: 'closed-early', message: '', during: 'tls' }, true],
    [{ kind: 'tls-timeout', message: '', afterMs: 1 }, true],
    [{ kind: 'tls-incompatible', message: '', what: 'version', code: '' }, true],
    [{ kind: 'not-tls', message: '', spoken: 'unknown', firstBytes: '', port: 1 }, true],
    [{ kind: 'not-tls', message: '', spoken: 'ssh', firstBytes: '', port: 1 }, false],
    [{ kind: 'refused', message: '', host: 'h', port: 1 }, false],
    [{ kind: 'dns-not-found', message: '', host: 'h' }, false],
  ])('about %j: %s', (failure, expected) => {
    expect(isProbeable(failure)).toBe(expected);
  });
});
