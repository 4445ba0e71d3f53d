import { beforeAll, describe, expect, test } from 'vitest';
import { pathAnchors } from '#core/trust/anchors.ts';
import { createJudge } from '#main/engine/trust/judge.ts';
import { anchorOf, derOf } from '#testdata/known.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { ocspAnswer } from '#testdata/revocation.ts';

const host = 'api.corp';
let root: Issued, other: Issued, plain: Issued, promising: Issued;
beforeAll(() => {
  root = issueRoot();
  other = issueRoot();
  plain = issue({ issuer: root, extensions: leafExtensions(host) });
  promising = issue({ issuer: root, extensions: [...leafExtensions(host), 'tlsfeature=status_request'] });
});

interface Case {
  readonly leaf: Issued;
  readonly staple?: Uint8Array | 'none';
  readonly now?: number;
  readonly anchors?: readonly Issued[];
}

function judged({ leaf, staple, now = Date.now(), anchors = [root] }: Case) {
  const nothing = { hints: [], refused: () => undefined, refusedAnchors: [] };
  const trust = { ...pathAnchors(anchors.map((one) => anchorOf(one))), key: 'k', pems: [], ...nothing };
  const judge = createJudge({ now: () => now });
  return judge({
    sent: [derOf(leaf)],
    host,
    port: 443,
    trust,
    library: { accepted: true, code: 'OK' },
    tls: {},
    ...(staple !== undefined && { staple }),
  });
}
const kinds = (one: Case) => judged(one).verdict.findings.map(({ kind }) => kind);

describe('the OCSP response that comes with a handshake', () => {
  test('is reported, and lets a good certificate pass', () => {
    const judgement = judged({ leaf: promising, staple: ocspAnswer({ certificate: promising, issuer: root }) });

    expect(judgement.verdict).toMatchObject({ kind: 'trusted', findings: [] });
    expect(judgement.revocation).toMatchObject({ source: 'staple', status: 'good', responder: 'Test Root' });
  });

  test('stops the request when it says that the certificate was revoked', () => {
    const staple = ocspAnswer({ certificate: plain, issuer: root, entry: { reason: 'keyCompromise' } });

    const { verdict } = judged({ leaf: plain, staple });

    expect(verdict.kind).toBe('untrusted');
    expect(verdict.findings).toMatchObject([
      { kind: 'revoked', severity: 'error', at: Date.UTC(2024, 2, 1, 12), reason: 'keyCompromise' },
    ]);
  });

  test('that proves nothing is a warning', () => {
    const byStranger = ocspAnswer({ certificate: plain, issuer: root, signer: other });
    const unknown = ocspAnswer({ certificate: plain, issuer: root, entry: 'absent' });

    expect(judged({ leaf: plain, staple: byStranger }).verdict).toMatchObject({
      kind: 'trusted',
      findings: [{ kind: 'revocation-unknown', severity: 'warning', problems: ['signer-not-allowed'] }],
    });
    expect(judged({ leaf: plain, staple: unknown }).verdict.findings).toMatchObject([
      { kind: 'revocation-unknown', problems: [] },
    ]);
    expect(kinds({ leaf: plain, staple: new Uint8Array(3) })).toEqual(['revocation-unknown']);
  });

  test('must come, and prove something, when the certificate promises it', () => {
    const old = { staple: ocspAnswer({ certificate: promising, issuer: root }), now: Date.now() + 10 * 86_400_000 };

    expect(judged({ leaf: promising, staple: 'none' }).verdict).toMatchObject({
      kind: 'untrusted',
      findings: [{ kind: 'must-staple-missing', severity: 'error' }],
    });
    expect(judged({ leaf: promising, ...old }).verdict.findings).toMatchObject([
      { kind: 'must-staple-missing', problems: ['outdated'] },
    ]);
    expect(kinds({ leaf: promising })).toEqual([]);
    expect(kinds({ leaf: plain, staple: 'none' })).toEqual([]);
  });

  test('is not looked at when nobody is known who issued the certificate', () => {
    const judgement = judged({ leaf: plain, anchors: [], staple: ocspAnswer({ certificate: plain, issuer: root }) });

    expect(judgement.revocation).toBeUndefined();
    expect(judgement.verdict.findings).not.toContainEqual(expect.objectContaining({ kind: 'revocation-unknown' }));
  });
});
