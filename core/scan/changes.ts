import { explainFinding } from '#core/trust/explain.ts';
import { misplacedCbc } from './judgeCiphers.ts';
import { MAX_TICKET_SECONDS } from './judgeExtras.ts';
import { isWeakScheme } from './judgeSignatures.ts';
import { MIN_DH_BITS } from './judgeGroups.ts';
import { shownVersion, type ScanChange } from './judgement.ts';
import type { ScannedVersion, ScanReport } from './report.ts';
import { suiteFault, type SuiteFault } from './suite.ts';

/** What the owner of the server should do, most urgent first, then what there is to know. */
export function changesOf(report: ScanReport): readonly ScanChange[] {
  const found = rules.flatMap((rule) => rule(report) ?? []);
  return [...found.filter(({ level }) => level === 'change'), ...found.filter(({ level }) => level === 'note')];
}

type Rule = (report: ScanReport) => ScanChange | readonly ScanChange[] | undefined;

const change = (id: string, title: string, reason: string, source?: string): ScanChange => ({
  id,
  level: 'change',
  title,
  reason,
  ...(source === undefined ? {} : { source }),
});
const note = (id: string, title: string, reason: string, source?: string): ScanChange => ({
  ...change(id, title, reason, source),
  level: 'note',
});

/** Suites to be dropped, by what is weak about them. */
const drops: readonly (readonly [SuiteFault, title: string, reason: string, source?: string])[] = [
  [
    'no-encryption',
    'Drop suites without encryption',
    'What is sent can be read by everyone on the way.',
    'RFC 9325 §4.1',
  ],
  ['anonymous', 'Drop anonymous suites', 'They use no certificate: anyone can stand between.', 'RFC 5246 §F.1.1.1'],
  ['export', 'Drop export suites', 'Their keys were made to be broken.', 'RFC 9325 §4.1'],
  ['rc4', 'Drop RC4', 'Its output gives plain text away.', 'RFC 7465'],
  ['short-key', 'Drop DES and 40-bit keys', 'Such keys can be tried out.', 'RFC 9325 §4.1'],
  ['md5', 'Drop MD5', 'It is broken.', 'RFC 6151'],
  [
    'small-block',
    'Drop 3DES and other 64-bit blocks',
    'Long connections give plain text away (Sweet32).',
    'NIST SP 800-131A',
  ],
  [
    'no-forward-secrecy',
    'Drop RSA key exchange',
    'Recorded traffic stays readable for whoever gets the key later.',
    'RFC 9325 §4.1',
  ],
  ['cbc-sha1', 'Drop CBC with SHA-1', 'Every client since 2015 can do GCM or ChaCha20.', 'RFC 9325 §4.2'],
];

/** To add a piece of advice: its rule here, in the order of urgency. */
const rules: readonly Rule[] = [
  certificateRule,
  versionRules,
  ...drops.map(([fault, title, reason, source]): Rule => ({ ciphers }) => {
    // In versions that should go as a whole, what all their suites have is not told again.
    const where = ciphers.filter(
      ({ version, accepted }) =>
        (fault !== 'cbc-sha1' || version === 'TLSv1.2') && accepted.some((name) => suiteFault(name) === fault),
    );
    return where.length === 0 ? undefined : change(fault, title, reason, source);
  }),
  ({ ciphers }) =>
    ciphers.some((answer) => misplacedCbc(answer).size > 0)
      ? change('order', 'Put GCM before CBC', 'Every modern client would then get an AEAD cipher.', 'RFC 9325 §4.2')
      : undefined,
  ({ dhe }) =>
    dhe?.bits !== undefined && dhe.bits < MIN_DH_BITS
      ? change(
          'dh',
          'Use a longer Diffie-Hellman group',
          `${dhe.bits} bits can be broken (Logjam); 2048 are the least.`,
          'RFC 9325 §4.5',
        )
      : undefined,
  ({ signatureSchemes }) =>
    signatureSchemes.some(({ accepted }) => accepted.some(isWeakScheme))
      ? change('sha1', 'Stop signing with SHA-1', 'A forged handshake comes into reach.', 'RFC 9155')
      : undefined,
  ({ groups }) =>
    groups.some(({ accepted }) => accepted.some((name) => /^sec[pt](?:16[03]|19[0-3])/.test(name)))
      ? change('curves', 'Drop short curves', 'Less than 112 bits of strength.', 'NIST SP 800-57')
      : undefined,
  ({ extras }) =>
    extras.secureRenegotiation === false
      ? change(
          'renegotiation',
          'Turn on secure renegotiation',
          'An attacker can put a request before that of a client.',
          'RFC 5746',
        )
      : undefined,
  ({ extras }) =>
    extras.extendedMasterSecret === false
      ? change(
          'ems',
          'Turn on the extended master secret',
          'Sessions of two servers can be made to share their keys.',
          'RFC 7627',
        )
      : undefined,
  ({ extras }) =>
    extras.compression === true
      ? change(
          'compression',
          'Turn off TLS compression',
          'Cookies can be guessed by the length of what is sent (CRIME).',
          'RFC 9325 §3.3',
        )
      : undefined,
  ({ extras: { ticket } }) =>
    (ticket?.lifetimeSeconds ?? 0) > MAX_TICKET_SECONDS
      ? change(
          'ticket',
          'Shorten the life of tickets',
          'Seven days are the most; clients forget them then.',
          'RFC 8446 §4.6.1',
        )
      : undefined,
  ({ extras: { ocspStaple } }) =>
    ocspStaple?.status === 'revoked'
      ? change('revoked', 'Replace the certificate', 'The server itself staples that it is revoked.', 'RFC 6960')
      : undefined,
  quantumRule,
  ({ ciphers }) =>
    ciphers.some((answer) => answer.preference === 'client' && answer.accepted.some(isWeakSuite))
      ? note(
          'client-order',
          'The client’s order decides',
          'A client that prefers a weak suite gets it, as long as it is there.',
        )
      : undefined,
  ({ extras: { ticket } }) =>
    (ticket?.maxEarlyData ?? 0) > 0
      ? note(
          'early-data',
          'Early data',
          'Anyone on the way can play it again. Let only requests through that may come twice.',
          'RFC 8446 §8',
        )
      : undefined,
  clientRule,
];

function isWeakSuite(name: string): boolean {
  const fault = suiteFault(name);
  return fault !== undefined && fault !== 'finite-field' && fault !== 'rare';
}

function versionRules({ versions }: ScanReport): readonly ScanChange[] {
  const accepted = versions.filter((answer) => answer.accepted).map(({ version }) => version);
  if (accepted.length === 0) return [];
  const isMissing = versions.some(({ version }) => version === 'TLSv1.3') && !accepted.includes('TLSv1.3');
  const old = (['TLSv1.0', 'TLSv1.1'] as const).filter((version: ScannedVersion) => accepted.includes(version));
  const names = old
    .map((version, index) => (index === 0 ? shownVersion(version) : version.replace('TLSv', '')))
    .join(' and ');
  return [
    ...(accepted.includes('SSLv3')
      ? [change('ssl3', 'Turn off SSL 3.0', 'Cookies can be read out of it (POODLE).', 'RFC 7568')]
      : []),
    ...(old.length > 0
      ? [
          change(
            'old-versions',
            `Turn off ${names}`,
            'Withdrawn since 2021; no browser speaks them any more.',
            'RFC 8996',
          ),
        ]
      : []),
    ...(isMissing
      ? [
          change(
            'tls13',
            'Offer TLS 1.3',
            'Saves a round trip, hides certificates and allows X25519MLKEM768.',
            'RFC 9325 §3.1.1',
          ),
        ]
      : []),
  ];
}

function quantumRule({ groups, versions }: ScanReport): ScanChange | undefined {
  const modern = groups.find(({ version }) => version === 'TLSv1.3');
  const isAsked = versions.some(({ version, accepted }) => version === 'TLSv1.3' && accepted);
  if (!isAsked || modern?.finished !== true || modern.accepted.some((name) => /MLKEM/.test(name))) return undefined;
  return note(
    'quantum',
    'Offer X25519MLKEM768',
    'What is recorded today then stays closed to the quantum computers of later. Browsers have offered it since 2024.',
  );
}

function clientRule({ extras: { clientCertificate } }: ScanReport): ScanChange | undefined {
  if (clientCertificate === undefined || clientCertificate.asked === 'no') return undefined;
  const how = clientCertificate.asked === 'required' ? 'Required' : 'Asked for';
  return note(
    'client-certificate',
    'Client certificate',
    `${how} on every connection. The scan sent none: no identity is shown to a scan.`,
  );
}

/** The faults the gate found, in its own words: a server whose certificate is refused has nothing more urgent. */
function certificateRule({ certificate }: ScanReport): readonly ScanChange[] {
  const errors = certificate?.verdict?.findings.filter(({ severity }) => severity === 'error') ?? [];
  return errors.map((finding, index) => {
    const { title, remedy } = explainFinding(finding);
    return change(`certificate ${index}`, title, remedy);
  });
}
