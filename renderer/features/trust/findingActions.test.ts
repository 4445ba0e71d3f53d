import { describe, expect, test } from 'vitest';
import { findingActions, withHost, type ActionFacts } from './findingActions.ts';
import { trustEffect } from './trustEffect.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import type { Finding } from '#core/trust/verdict.ts';
import { fixtureCertificate } from '#renderer/ui/chainFixture.ts';
import { numberedFindings } from '#renderer/ui/findingNumbers.ts';

const root = 'Private Root';
const middle = 'Private Issuing CA';
const leaf = 'a.test';
const plain = 'self.test';

/** Certificates are told apart by a fingerprint: here that is their name, spelled backwards. */
function sha256(name: string): string {
  return [...name].reverse().join('');
}

const certificates = new Map([
  [sha256(root), fixtureCertificate(root, root, 'ca')],
  [sha256(middle), fixtureCertificate(middle, root, 'ca')],
  [sha256(leaf), fixtureCertificate(leaf, middle, 'server')],
  [sha256(plain), fixtureCertificate(plain, plain, 'server')],
]);

function sent(...chain: readonly string[]): Pick<ActionFacts, 'sent' | 'certificates'> {
  return { sent: chain.map(sha256), certificates };
}

function facts(...chain: readonly string[]): ActionFacts {
  return { ...sent(...chain), anchors: [] };
}

const wrongHost: Finding = {
  kind: 'wrong-host',
  severity: 'error',
  asked: 'b.test',
  offered: ['a.test'],
  nearest: 'a.test',
};
const unknown: Finding = { kind: 'unknown-issuer', severity: 'error', issuer: 'Private Root', root: true };
const incomplete: Finding = {
  kind: 'incomplete-chain',
  severity: 'error',
  issuer: 'Private Issuing CA',
  caIssuers: [],
};
const selfSigned: Finding = { kind: 'self-signed', severity: 'error' };
const expired: Finding = { kind: 'expired', severity: 'error', notAfter: 0, now: 1 };

describe('what can be done about a finding', () => {
  test('trusting is offered for the topmost authority that was sent', () => {
    expect(findingActions([unknown], facts(leaf, middle, root))).toEqual([
      { kind: 'trust-ca', sha256: sha256(root), name: 'Private Root' },
    ]);
    expect(findingActions([unknown], facts(leaf, middle))).toMatchObject([{ sha256: sha256(middle) }]);
  });

  test('trusting the same authority is offered once, at the finding it fits best', () => {
    const actions = findingActions([wrongHost, incomplete, unknown], facts(leaf, root));

    expect(actions.map((action) => action?.kind)).toEqual(['change-host', undefined, 'trust-ca']);
  });

  test('an incomplete chain offers it only when an authority was sent', () => {
    expect(findingActions([incomplete], facts(leaf))).toEqual([undefined]);
    expect(findingActions([incomplete], facts(leaf, root))).toMatchObject([{ sha256: sha256(root) }]);
  });

  test('a self-signed certificate is trusted as an authority only when it is one', () => {
    expect(findingActions([selfSigned], facts(plain))).toEqual([{ kind: 'except' }]);
    expect(findingActions([selfSigned], facts(root))).toMatchObject([{ kind: 'trust-ca', sha256: sha256(root) }]);
  });

  test('what is known to this computer and off is switched on: its list, or itself; narrower is that one alone', () => {
    const known: Finding = { ...unknown, listedIn: ['system'] };
    const anchor = { sha256: 'ab', source: 'system', label: root, enabled: false } as Anchor;
    const off = { ...facts(leaf, middle), anchors: [anchor], sources: { system: false, bundled: true } };
    const on = { ...off, sources: { system: true, bundled: true } };

    expect(findingActions([known], off)).toMatchObject([{ kind: 'enable-list', source: 'system' }]);
    expect(findingActions([known], { ...off, ...sent(leaf) })).toMatchObject([
      { narrower: { kind: 'trust-ca', sha256: 'ab', name: root } },
    ]);
    expect(findingActions([known], on)).toEqual([{ kind: 'enable-authority', sha256s: ['ab'], label: root }]);
    expect(findingActions([known], { ...on, anchors: [] })).toMatchObject([{ kind: 'trust-ca' }]);
  });

  test('what the user refused is looked up, not widened', () => {
    const refused: Finding = { kind: 'distrusted', severity: 'error', by: 'key', label: 'x' };

    expect(findingActions([refused], facts(leaf))).toEqual([{ kind: 'see-refused' }]);
  });

  test('nothing is offered that would not help', () => {
    expect(findingActions([expired], facts(leaf, middle, root))).toEqual([undefined]);
  });

  test('a star is no address to change to', () => {
    expect(findingActions([{ ...wrongHost, nearest: '*.a.test' }], facts(leaf))).toEqual([undefined]);
  });

  test('an authority that is trusted for other hosts gets a wider scope instead of being trusted twice', () => {
    const outside: Finding = {
      kind: 'out-of-scope',
      severity: 'error',
      certificate: sha256(root),
      host: 'a.test',
      scope: ['b.test'],
      label: 'Private Root',
    };
    const anchor = {
      sha256: sha256(root),
      source: 'custom',
      label: 'Private Root',
      scope: ['b.test'],
    } as unknown as Anchor;
    const given = { ...facts(leaf, middle, root), anchors: [anchor] };

    expect(findingActions([outside, unknown], given)).toEqual([
      { kind: 'add-to-scope', sha256: sha256(root), label: 'Private Root' },
      undefined,
    ]);
  });

  test('nothing is left to do about an authority that was trusted for this host since', () => {
    const anchor = {
      sha256: sha256(root),
      source: 'custom',
      label: 'Private Root',
      enabled: true,
      scope: ['a.test'],
      trustedUntil: 10,
    } as unknown as Anchor;
    const kindAt = (host: string, now: number) =>
      findingActions([unknown], { ...facts(leaf, root), anchors: [anchor], asked: { host, port: 443, now } })[0]?.kind;

    expect(kindAt('a.test', 9)).toBe('trusted-now');
    expect(kindAt('a.test', 11)).toBe('trust-ca');
    expect(kindAt('b.test', 9)).toBe('trust-ca');
  });

  test('certificates that cannot be decoded offer nothing', () => {
    expect(findingActions([unknown], { sent: ['00'], certificates: new Map(), anchors: [] })).toEqual([undefined]);
  });
});

describe('the address with another host', () => {
  test('keeps scheme, port, path and query', () => {
    expect(withHost('https://b.test:8443/x?y=1', 'a.test')).toBe('https://a.test:8443/x?y=1');
    expect(withHost('https://b.test/', '::1')).toBe('https://[::1]/');
  });

  test('is none where there was none', () => {
    expect(withHost('nonsense', 'a.test')).toBeUndefined();
  });
});

describe('the effect of trusting an authority', () => {
  const base = { authority: sha256(root), scope: ['b.test:443'], host: 'b.test', port: 443 };

  test('is trust when nothing else was wrong', () => {
    const findings = numberedFindings([unknown]);

    expect(trustEffect({ ...base, ...sent(leaf, middle, root), findings })).toEqual({ kind: 'trusted' });
  });

  test('leaves the other problems, by their numbers', () => {
    const findings = numberedFindings([wrongHost, unknown, expired]);

    expect(trustEffect({ ...base, ...sent(leaf, middle, root), findings })).toEqual({
      kind: 'still-stops',
      gone: [2],
      remaining: [1, 3],
    });
  });

  test('does not complete a chain that does not lead to it', () => {
    const findings = numberedFindings([incomplete, unknown]);

    expect(trustEffect({ ...base, ...sent(leaf, root), findings })).toMatchObject({ gone: [2], remaining: [1] });
  });

  test('is none outside the scope, and none on another port', () => {
    const findings = numberedFindings([unknown]);

    expect(trustEffect({ ...base, ...sent(leaf, middle, root), findings, port: 8443 })).toEqual({ kind: 'outside' });
  });

  test('is not held back by warnings and notes', () => {
    const findings = numberedFindings([unknown, { kind: 'root-sent', severity: 'note' }]);

    expect(trustEffect({ ...base, ...sent(leaf, middle, root), findings })).toEqual({ kind: 'trusted' });
  });
});
