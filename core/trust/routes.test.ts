import type { KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  authority,
  authorityKeyId,
  extension,
  forge,
  nameConstraints,
  newKey,
  server,
  type Forged,
  type ForgeOptions,
} from '#testdata/forge.ts';
import { verifySignedWithNode } from '#testdata/revocation.ts';
import { pathAnchors, type KnownCertificate } from './anchors.ts';
import { checkPath } from './path.ts';

const host = 'api.corp';
const now = Date.now();
const expired = { notBefore: now - 9e9, notAfter: now - 1e9 };

interface Party {
  readonly name: string;
  readonly key: KeyObject;
}
const party = (name: string): Party => ({ name, key: newKey() });
/** A certificate for `subject`, issued by `issuer`: two authorities can vouch for each other in any way. */
const vouch = (issuer: Party, subject: Party, more: Partial<ForgeOptions> = {}, extra: readonly Uint8Array[] = []) =>
  forge({
    name: subject.name,
    key: subject.key,
    issuer,
    extensions: authority(subject.key, [authorityKeyId(issuer.key), ...extra]),
    ...more,
  });
const rootOf = (one: Party, more: Partial<ForgeOptions> = {}) => vouch(one, one, more);
const leafOf = (issuer: Party) =>
  forge({ name: 'Server', issuer, extensions: [...server(host), authorityKeyId(issuer.key)] });

function check(sent: readonly KnownCertificate[], anchors: readonly Forged[], hints: readonly KnownCertificate[] = []) {
  let verified = 0;
  let looks = 0;
  const counted = <T extends KnownCertificate>(one: T): T => ({
    ...one,
    certificate: new Proxy(one.certificate, {
      get: (target, key) => {
        looks += 1;
        return Reflect.get(target, key, target) as unknown;
      },
    }),
  });
  const trusted = anchors.map((one) => counted({ ...one, source: 'custom' as const, label: '', scope: [] }));
  const anchored = pathAnchors(trusted);
  const given = { sent: sent.map(counted), hints: hints.map(counted) };
  const result = checkPath({ ...given, host, anchors: anchored, now }, (child, issuer) => {
    verified += 1;
    return verifySignedWithNode(child, issuer);
  });
  const errors = result.findings.filter(({ severity }) => severity === 'error').map(({ kind }) => kind);
  return { ...result, errors, verified, looksPerCertificate: looks / (sent.length + anchors.length + hints.length) };
}

describe('among authorities that cross-signed each other', () => {
  test('the one good way of many is found', () => {
    const [root, a, b, c, d] = [party('Root'), party('A'), party('B'), party('C'), party('D')];
    const good = [vouch(a, d), vouch(b, a), vouch(root, b)];
    const bad = [
      vouch(root, d, expired),
      vouch(c, d, {}, [extension('1.2.3.4', Uint8Array.of(5, 0), 'critical')]),
      vouch(root, a, {}, [nameConstraints(['other.corp'])]),
      vouch(c, a),
      vouch(root, c, { digest: 'sha1' }),
    ];

    const { path, errors } = check([leafOf(d), ...bad, ...good], [rootOf(root)]);

    expect(errors).toEqual([]);
    expect(path.slice(1, -1)).toEqual(good.map(({ sha256 }) => sha256));
  });

  test('a path is not refused for a length that only another path has', () => {
    const [root, a, b] = [party('Root'), party('A'), party('B')];
    const short = vouch(root, b, { extensions: authority(b.key, [authorityKeyId(root.key)], 0) });

    expect(check([leafOf(a), vouch(b, a), short, vouch(root, a)], [rootOf(root)]).errors).toEqual([]);
    expect(check([leafOf(a), vouch(b, a), short], [rootOf(root)]).errors).toEqual(['path-too-long']);
  });

  test('twelve layers of four, each vouched for by all above, are walked straight', () => {
    const layers = Array.from({ length: 12 }, (_, layer) =>
      Array.from({ length: 4 }, (_, index) => party(`L${layer}.${index}`)),
    );
    const root = party('Root');
    const sent = layers.flatMap((layer, depth) =>
      layer.flatMap((subject) => (layers[depth + 1] ?? [root]).map((issuer) => vouch(issuer, subject))),
    );
    const first = layers[0]?.[0] ?? root;

    const { path, errors, verified } = check([leafOf(first), ...sent], [rootOf(root)]);

    expect(errors).toEqual([]);
    expect(path).toHaveLength(14);
    expect(verified).toBeLessThan(60);
  });

  test('dead ends by the hundred cost nothing', () => {
    const [root, ca] = [party('Root'), party('CA')];
    const strangers = Array.from({ length: 30 }, (_, index) => party(`Stranger ${index}`));
    const web = strangers.flatMap((a) => [vouch(a, ca), ...strangers.slice(0, 5).map((b) => vouch(a, b))]);

    const { errors, verified } = check([leafOf(ca), ...web, vouch(root, ca)], [rootOf(root)]);

    expect(errors).toEqual([]);
    expect(verified).toBeLessThan(10);
  });

  test('the key that is named is tried first, among many of the same name', () => {
    const twins = Array.from({ length: 40 }, () => party('CA'));
    const root = party('Root');
    const [, , , , , real = root] = twins;

    const { errors, verified } = check([leafOf(real), ...twins.map((twin) => vouch(root, twin))], [rootOf(root)]);

    expect(errors).toEqual([]);
    expect(verified).toBeLessThan(10);
  });
});

describe('hints', () => {
  const [root, ca] = [party('Root'), party('CA')];
  const middle = vouch(root, ca);

  test('complete a path, and what the server left out is said', () => {
    const { errors, path, findings } = check([leafOf(ca)], [rootOf(root)], [middle]);

    expect(errors).toEqual([]);
    expect(path[1]).toBe(middle.sha256);
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'incomplete-chain', severity: 'warning' }));
  });

  test('never end one', () => {
    expect(check([leafOf(ca)], [], [middle, rootOf(root)]).errors).toEqual(['unknown-issuer']);
  });

  test('that were sent as well are no gap', () => {
    expect(check([leafOf(ca), middle], [rootOf(root)], [middle]).findings).toEqual([]);
  });
});

describe('chains made to take long end soon', () => {
  /** Signatures verified, as core/trust/search.ts has it. */
  const MOST_VERIFIED = 200;
  /** Fields read of each certificate; measured 126 to 196 (2026-11-25). */
  const MOST_LOOKS = 400;

  test('everybody vouches for everybody, and nobody is trusted', () => {
    const all = Array.from({ length: 14 }, (_, index) => party(`P${index}`));
    const web = all.flatMap((a) => all.map((b) => vouch(a, b)));

    const { errors, verified, looksPerCertificate } = check([leafOf(all[0] ?? party('x')), ...web], []);

    expect(errors).not.toEqual([]);
    expect(verified).toBeLessThanOrEqual(MOST_VERIFIED);
    expect(looksPerCertificate).toBeLessThan(MOST_LOOKS);
  });

  test('everybody vouches for everybody, and the root is expired', () => {
    const root = party('Root');
    const all = Array.from({ length: 12 }, (_, index) => party(`P${index}`));
    const web = all.flatMap((a) => [vouch(root, a), ...all.map((b) => vouch(a, b))]);

    const { errors, verified, looksPerCertificate } = check([leafOf(all[0] ?? root), ...web], [rootOf(root, expired)]);

    expect(errors).toEqual(['expired']);
    expect(verified).toBeLessThanOrEqual(MOST_VERIFIED);
    expect(looksPerCertificate).toBeLessThan(MOST_LOOKS);
  });

  test('a chain of a hundred is proven; ten thousand certificates beside it do not matter', () => {
    const chain = Array.from({ length: 99 }, (_, index) => party(`C${index}`));
    const root = party('Root');
    const sent = chain.map((subject, index) => vouch(chain[index + 1] ?? root, subject));
    const junk = Array.from({ length: 10_000 }, (_, index) => ({
      ...(sent[index % 99] as Forged),
      sha256: index.toString(16).padStart(64, '0'),
    }));

    const { errors, path, verified, looksPerCertificate } = check(
      [leafOf(chain[0] ?? root), ...sent, ...junk],
      [rootOf(root)],
    );

    expect(errors).toEqual([]);
    expect(path).toHaveLength(101);
    expect(verified).toBeLessThanOrEqual(MOST_VERIFIED);
    expect(looksPerCertificate).toBeLessThan(MOST_LOOKS);
  });

  test('a search that was given up says so', () => {
    const root = party('Root');
    const twins = Array.from({ length: 250 }, () => party('CA'));
    // No key is named, and none of those that were sent made the signature.
    const leaf = forge({ name: 'Server', issuer: party('CA'), extensions: server(host) });

    const { findings, verified } = check([leaf, ...twins.map((twin) => vouch(root, twin))], [rootOf(root)]);

    expect(verified).toBeLessThanOrEqual(200);
    expect(findings).toContainEqual(
      expect.objectContaining({
        kind: 'malformed',
        severity: 'error',
        reason: expect.stringContaining('given up') as string,
      }),
    );
  });
});
