import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { nameKey } from '#core/certificate/name.ts';
import type { EffectiveTrust } from '#main/engine/trust/effective.ts';
import { createJudge, type JudgeInput } from '#main/engine/trust/judge.ts';
import { decodeAuthorities, rootAnchor } from '#main/engine/trust/authority.ts';
import { authority, authorityKeyId, forge, newKey, server, type Forged } from '#testdata/forge.ts';
import { median, type Measure } from './measure.ts';

const RUNS = 300;
const ANCHORS = 150;
const CHAINS = 1000;
const HOST = 'api.example.com';

/**
 * The verdict on a chain of four certificates (ECDSA P-256) against 150 roots, Mozilla's and enough others: from the bytes of the
 * handshake with nothing known but the roots, and again from the cache. And a thousand chains through the command line.
 *
 * The peer is what a program can do with node's own X509Certificate: decode, look for the issuer by checkIssued among those sent and
 * the roots, verify each signature, check host and dates. It finds less: no constraints, no purposes, no second path.
 */
export function measurePath(): readonly Measure[] {
  const chain = forgedChain();
  const [root] = chain.slice(-1);
  if (root === undefined) throw new Error('There is no chain.');
  const trust = trustOf(root);
  const input: JudgeInput = {
    sent: chain.slice(0, -1).map(({ der }) => der),
    host: HOST,
    port: 443,
    trust,
    library: { accepted: true, code: 'OK' },
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256' },
  };
  const warm = createJudge({ now: Date.now });
  if (warm(input).path.length !== 4) throw new Error('The chain is not proven.');
  const roots = trust.pems.map((pem) => new X509Certificate(pem));
  const cold = timesOf(() => createJudge({ now: Date.now })(input));
  const peer = timesOf(() => peerAccepts(input.sent, roots));
  return [
    { id: 'path-cold', title: 'Judge 4 certificates, 150 roots, cold', value: cold, unit: 'ms', bound: { atMost: 3 } },
    {
      id: 'path-cache',
      title: 'The same from the cache',
      value: timesOf(() => warm(input)),
      unit: 'ms',
      bound: { atMost: 0.3 },
    },
    { id: 'path-peer', title: 'The same by X509Certificate, which checks less', value: peer, unit: 'ms' },
    {
      id: 'verify-bulk',
      title: `wireglass verify, ${CHAINS} chains, with its start`,
      value: bulk(chain),
      unit: 'ms',
      bound: { atMost: 2000 },
    },
  ];
}

function forgedChain(): readonly Forged[] {
  const keys = [newKey(), newKey(), newKey()] as const;
  const root = forge({ name: 'Bench Root', key: keys[0], extensions: authority(keys[0]) });
  const upper = forge({
    name: 'Bench CA 1',
    key: keys[1],
    issuer: root,
    extensions: authority(keys[1], [authorityKeyId(root.key)]),
  });
  const lower = forge({
    name: 'Bench CA 2',
    key: keys[2],
    issuer: upper,
    extensions: authority(keys[2], [authorityKeyId(upper.key)]),
  });
  return [leafOf(lower), lower, upper, root];
}

function leafOf(issuer: Forged): Forged {
  return forge({ name: HOST, issuer, extensions: [...server(HOST), authorityKeyId(issuer.key)] });
}

function trustOf(root: Forged): EffectiveTrust {
  const others = Array.from({ length: Math.max(0, ANCHORS - 1 - rootCertificates.length) }, (_, index) => {
    const key = newKey();
    return forge({ name: `Root ${index}`, key, extensions: authority(key) }).pem;
  });
  const pems = [root.pem, ...rootCertificates.slice(0, ANCHORS - 1), ...others];
  const anchors = [...decodeAuthorities(pems, new Map()).values()].map((one) => rootAnchor(one, 'bundled'));
  const bySubject = new Map(anchors.map((anchor) => [nameKey(anchor.certificate.subject), [anchor]]));
  const bySha256 = new Map(anchors.map((anchor) => [anchor.sha256, anchor]));
  const nothing = { outOfScope: [], hints: [], refused: () => undefined, refusedAnchors: [] };
  return { key: 'bench', pems, bySubject, bySha256, ...nothing };
}

function peerAccepts(sent: readonly Uint8Array[], roots: readonly X509Certificate[]): boolean {
  const certificates = sent.map((der) => new X509Certificate(der));
  const [leaf] = certificates;
  const now = new Date();
  let current = leaf;
  while (current !== undefined) {
    const child: X509Certificate = current;
    if (child.validFromDate > now || child.validToDate < now) return false;
    const signed = (issuer: X509Certificate) => child.checkIssued(issuer) && child.verify(issuer.publicKey);
    if (roots.some(signed)) return leaf?.checkHost(HOST) !== undefined;
    current = certificates.find((issuer) => issuer !== child && signed(issuer));
  }
  return false;
}

function timesOf(run: () => unknown): number {
  for (let warming = 0; warming < RUNS / 3; warming++) run();
  const times: number[] = [];
  for (let turn = 0; turn < RUNS; turn++) {
    const begun = performance.now();
    run();
    times.push(performance.now() - begun);
  }
  return median(times);
}

/** A thousand servers of the same authorities, each line with all its certificates. */
function bulk([, lower, upper, root]: readonly Forged[]): number {
  if (lower === undefined || upper === undefined || root === undefined) throw new Error('There is no chain.');
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-bench-'));
  const file = join(folder, 'chains.jsonl');
  const lines = Array.from({ length: CHAINS }, (_, id) =>
    JSON.stringify({ id, chain: [leafOf(lower).pem, lower.pem, upper.pem], anchors: [root.pem], host: HOST }),
  );
  writeFileSync(file, lines.join('\n'));
  const cli = join(import.meta.dirname, '../main/cli.ts');
  try {
    const begun = performance.now();
    const out = execFileSync(process.execPath, [cli, 'verify', '--json', file], { encoding: 'utf8' });
    const tookMs = performance.now() - begun;
    if (out.split('"ok":true').length !== CHAINS + 1) throw new Error('Not every chain was proven.');
    return tookMs;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
