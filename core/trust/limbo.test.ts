import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { pathAnchors, type PathAnchor } from './anchors.ts';
import { checkPath } from './path.ts';
import { blocks, type Finding } from './verdict.ts';
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

/**
 * Not what is judged here, with the cases' own marks: a revocation list is no part of the question, TLS clients have no limit
 * on depth, and a certificate for e-mail or for a client is not one for a server.
 */
function isOurs({ features, expected_peer_name, extended_key_usage }: Case): boolean {
  return (
    !features.some((feature) => ['has-crl', 'max-chain-depth'].includes(feature)) &&
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

function judge(limbo: Case): readonly Finding[] {
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
      profile: 'whole',
    },
    verifyWithNode,
  );
  return findings;
}

const isAccepted = (limbo: Case) => !judge(limbo).some(blocks);

/**
 * A server that uses a key which may only sign certificates: RFC 5280 leaves it to the protocol, and TLS wants digitalSignature
 * (RFC 8446 §4.4.2.2); OpenSSL and BoringSSL refuse, too.
 */
const stricter: readonly string[] = ['pathlen::validation-ignores-pathlen-in-leaf', 'rfc5280::ca-as-leaf'];

/**
 * Every case that we let pass and the corpus does not, by why we do, with what our finding says of it. All of them OpenSSL and
 * node accept; each is named as a warning, so that nobody is stopped by what makes no chain less proven.
 *
 * Making errors of these warnings would not agree better: tried, it refused a dozen chains that the corpus calls good (a common
 * name that is no alternative name, a certificate without purposes, constraints that are not critical), for its two profiles
 * contradict each other; and it would refuse what the openssl command makes by default.
 */
const lenient: readonly {
  readonly why: string;
  readonly says: RegExp | undefined;
  readonly cases: readonly string[];
}[] = [
  {
    why: 'RFC 5280 §4.2.1.1 binds issuers; the openssl command leaves the identifier out, and paths are proven by signatures',
    says: /authorityKeyIdentifier/,
    cases: [
      'rfc5280::aki::leaf-missing-aki',
      'rfc5280::aki::intermediate-missing-aki',
      'rfc5280::aki::cross-signed-root-missing-aki',
    ],
  },
  {
    why: 'RFC 5280 §4.2.1.2 binds issuers, as above',
    says: /subjectKeyIdentifier/,
    cases: ['rfc5280::ski::root-missing-ski', 'rfc5280::ski::intermediate-missing-ski'],
  },
  {
    why: 'constraints that are not critical are obeyed all the same; the Baseline Requirements allow it for names',
    says: /constraints that are not critical/,
    cases: ['rfc5280::nc::permitted-dns-match-noncritical', 'rfc5280::pc::ica-noncritical-pc'],
  },
  {
    why: 'the leading dot is how users of OpenSSL write "all below", and is obeyed as that',
    says: /leading dot/,
    cases: ['rfc5280::nc::invalid-dnsname-leading-period'],
  },
  {
    why: 'the name is found and matched whether or not the extension is critical',
    says: /alternative names are not critical/,
    cases: ['rfc5280::san::noncritical-with-empty-subject'],
  },
  {
    why: 'private hosts have underscores; the name still has to match the one asked, byte for byte',
    says: /not a host name/,
    cases: ['rfc5280::san::underscore-dns'],
  },
  {
    why: 'RFC 5280 §4.1.2.2 asks clients to handle such serial numbers gracefully; longer ones it leaves to them',
    says: /serial number/,
    cases: ['rfc5280::serial::too-long', 'rfc5280::serial::zero', 'rfc5280::serial::negative'],
  },
  {
    why: 'older openssl.cnf files make such roots; cA is read whether or not it is critical',
    says: /critically \(basicConstraints\)/,
    cases: ['rfc5280::root-non-critical-basic-constraints'],
  },
  {
    why: 'without cA nothing that it signs is believed, so the surplus bit grants nothing',
    says: /keyCertSign/,
    cases: ['rfc5280::leaf-ku-keycertsign'],
  },
  {
    why: 'Baseline Requirements §7.1.2.1: how public roots are written; an anchor is believed for being chosen',
    says: /it is a root/,
    cases: [
      'webpki::aki::root-with-aki-missing-keyidentifier',
      'webpki::aki::root-with-aki-authoritycertissuer',
      'webpki::aki::root-with-aki-authoritycertserialnumber',
      'webpki::aki::root-with-aki-all-fields',
      'webpki::aki::root-with-aki-ski-mismatch',
      'webpki::eku::root-has-eku',
    ],
  },
  {
    why: 'Baseline Requirements §7.1.4.3: how the common name is spelt, which RFC 9525 §6.3 forbids us to look at',
    says: /common name/,
    cases: [
      'webpki::cn::ipv4-hex-mismatch',
      'webpki::cn::ipv4-leading-zeros-mismatch',
      'webpki::cn::ipv6-uppercase-mismatch',
      'webpki::cn::ipv6-uncompressed-mismatch',
      'webpki::cn::ipv6-non-rfc5952-mismatch',
      'webpki::cn::punycode-not-in-san',
      'webpki::cn::utf8-vs-punycode-mismatch',
      'webpki::cn::not-in-san',
      'webpki::cn::case-mismatch',
    ],
  },
  {
    why: 'Baseline Requirements §7.1.2.7: how public server certificates are written; private authorities need not keep to it',
    says: /any purpose|purposes are critical|what it is for|alternative names are critical|used as the certificate of a server/,
    cases: [
      'webpki::eku::ee-anyeku',
      'webpki::eku::ee-critical-eku',
      'webpki::eku::ee-without-eku',
      'webpki::san::san-critical-with-nonempty-subject',
      'webpki::ee-basicconstraints-ca',
    ],
  },
  {
    why: 'Baseline Requirements §6.1.5: keys that public authorities do not certify, none of them weak',
    says: /DSA key|RSA key/,
    cases: [
      'webpki::forbidden-dsa-root',
      'webpki::forbidden-dsa-leaf',
      'webpki::forbidden-rsa-not-divisible-by-8-in-root',
      'webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf',
    ],
  },
  {
    why: 'addresses of an issuer only inform: nothing that is proven rests on them',
    says: /authorityInfoAccess cannot be read/,
    cases: ['webpki::malformed-aia'],
  },
  {
    why: 'which suffixes are public is a list of thousands that changes weekly and binds authorities, not clients',
    says: undefined,
    cases: [
      'webpki::san::public-suffix-multi-label-wildcard-san',
      'webpki::san::public-suffix-private-namespace-wildcard-san',
    ],
  },
];

const reasonOf = (finding: Finding) => (finding.kind === 'malformed' ? finding.reason : finding.kind);

describe.skipIf(!present)('the cases of x509-limbo', () => {
  const cases = present
    ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { testcases: readonly Case[] }).testcases.filter(isOurs)
    : [];

  test('every chain that is good is accepted, but those of keys that may only sign certificates', () => {
    const refused = cases
      .filter((limbo) => limbo.expected_result === 'SUCCESS' && !isAccepted(limbo))
      .map(({ id }) => id);

    expect(refused).toEqual(stricter);
  });

  test('every chain that is not proven is refused, but those listed with a reason', () => {
    const accepted = cases
      .filter((limbo) => limbo.expected_result === 'FAILURE' && isAccepted(limbo))
      .map(({ id }) => id);

    expect(accepted.sort()).toEqual(lenient.flatMap((group) => group.cases).sort());
  });

  test.each(lenient.flatMap(({ why, says, cases: ids }) => ids.map((id) => ({ id, why, says }))))(
    '$id passes with its fault named: $why',
    ({ id, says }) => {
      const limbo = cases.find((candidate) => candidate.id === id);
      const reasons = limbo === undefined ? [] : judge(limbo).map(reasonOf);

      if (says !== undefined) expect(reasons).toContainEqual(expect.stringMatching(says));
    },
  );
});
