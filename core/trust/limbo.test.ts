import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { pathAnchors, type PathAnchor } from './anchors.ts';
import { checkPath } from './path.ts';
import { verifyWithNode } from '#testdata/known.ts';

/**
 * The path-validation cases of C2SP/x509-limbo, which are not part of this repository: WIREGLASS_CORPORA names a folder
 * with `limbo.json.gz`. Without it these tests are skipped.
 */
const file = join(process.env['WIREGLASS_CORPORA'] ?? '', 'limbo.json.gz');
const present = process.env['WIREGLASS_CORPORA'] !== undefined && existsSync(file);

interface Case {
  readonly id: string;
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly validation_time: string | null;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
  readonly expected_peer_name: { readonly kind: string; readonly value: string } | null;
  readonly extended_key_usage: readonly string[];
  readonly features: readonly string[];
}

/** Not what we judge here: revocation, a limit on depth that TLS clients do not have, e-mail and client certificates. */
function isOurs({ features, expected_peer_name, extended_key_usage }: Case): boolean {
  return (
    !features.some((feature) => ['has-crl', 'max-chain-depth', 'has-policy-constraints'].includes(feature)) &&
    expected_peer_name !== null &&
    expected_peer_name.kind !== 'RFC822' &&
    !extended_key_usage.includes('clientAuth')
  );
}

function read(pem: string) {
  const blocks = parsePem(pem);
  const der = (blocks.ok ? blocks.value[0] : undefined) ?? new Uint8Array();
  const sha256 = createHash('sha256').update(der).digest('hex');
  const decoded = decodeCertificate(der);
  return decoded.ok ? { sha256, certificate: decoded.value } : { sha256, reason: decoded.error.reason };
}

function isAccepted(limbo: Case): boolean {
  const anchors = limbo.trusted_certs
    .map(read)
    .flatMap((one): PathAnchor[] =>
      'certificate' in one
        ? [{ sha256: one.sha256, certificate: one.certificate, source: 'custom', label: '', scope: [] }]
        : [],
    );
  const { findings } = checkPath(
    {
      sent: [limbo.peer_certificate, ...limbo.untrusted_intermediates].map(read),
      host: limbo.expected_peer_name?.value ?? '',
      anchors: pathAnchors(anchors),
      now: Date.parse(limbo.validation_time ?? '2026-11-23T00:00:00Z'),
    },
    verifyWithNode,
  );
  return !findings.some(({ severity }) => severity === 'error');
}

/** A server that uses a key which may only sign certificates: RFC 5280 leaves it to the protocol, OpenSSL and BoringSSL refuse. */
const stricter: ReadonlySet<string> = new Set(['pathlen::validation-ignores-pathlen-in-leaf', 'rfc5280::ca-as-leaf']);

/**
 * Rules for issuers that make no chain less proven, which libraries let pass: identifiers that are missing or critical where
 * they should not be, serial numbers, spellings of the common name, public suffixes, DSA and odd RSA sizes.
 */
const lenient =
  /aki|::ski|serial|::cn::|pedantic|public-suffix|dsa|divisible|leading-period|not-allowed-in-ee|noncritical|critical-eku|ee-|root-has-eku|ca-empty-subject|non-critical-basic|underscore|ku-keycertsign|san-critical|malformed-aia/;

describe.skipIf(!present)('the cases of x509-limbo', () => {
  const cases = present
    ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { testcases: readonly Case[] }).testcases.filter(isOurs)
    : [];

  test('every chain that is good is accepted', () => {
    const refused = cases
      .filter((limbo) => limbo.expected_result === 'SUCCESS' && !isAccepted(limbo))
      .map(({ id }) => id);

    expect(refused.filter((id) => !stricter.has(id))).toEqual([]);
  });

  test('every chain that is not proven is refused', () => {
    const accepted = cases
      .filter((limbo) => limbo.expected_result === 'FAILURE' && isAccepted(limbo))
      .map(({ id }) => id);

    expect(accepted.filter((id) => !lenient.test(id))).toEqual([]);
  });
});
