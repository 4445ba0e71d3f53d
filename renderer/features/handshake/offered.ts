import { isPostQuantum } from '#core/report/handshakeLead.ts';
import { extensionNumber, messageOf, offeredExtension, answeredExtension } from '#core/report/negotiated.ts';
import { isOldVersion, versionWord } from '#core/report/versionWord.ts';
import type { TlsReport } from '#core/tls/report.ts';

export interface OfferedItem {
  readonly name: string;
  readonly chosen: boolean;
  readonly aside?: string;
}

/** One list of the ClientHello in its own order, with the server's pick. */
export interface OfferedGroup {
  readonly label: string;
  readonly items: readonly OfferedItem[];
  /** Whether the server picked one; a failed handshake may have none. Of extras it may take any number. */
  readonly picked: boolean;
  /** '14th of 30' when the server had to go far down to find its pick. */
  readonly rank?: string;
}

/** How many are shown before the rest is folded. */
const OFFER_HEAD = 4;

/** What the client offered and what the server took of it; lists that were not sent are left out. */
export function offeredGroups(report: TlsReport): readonly OfferedGroup[] {
  const { offered, version } = report;
  const old = isOldVersion(version);
  const groups = [
    group('Version', offered.versions.map(versionWord), version && versionWord(version), declined(version)),
    group('Cipher suite', offered.ciphers, report.cipher, (name) =>
      old && isSuiteOf13(name) ? 'not in TLS 1.2' : undefined,
    ),
    group('Key exchange', offered.groups, report.group, (name) => {
      if (!isPostQuantum(name)) return undefined;
      return old ? 'not in TLS 1.2' : 'post-quantum';
    }),
    group('Signature', offered.signatureSchemes, report.signatureScheme),
    group('Application', report.alpn.offered, report.alpn.accepted ?? undefined),
    extras(report),
  ];
  return groups.filter((each) => each.items.length > 0);
}

function group(
  label: string,
  names: readonly string[],
  chosen: string | undefined,
  aside: (name: string) => string | undefined = () => undefined,
): OfferedGroup {
  // GREASE values (RFC 8701) are noise on purpose: they stand for nothing that could be chosen.
  const real = names.filter((name) => name !== 'GREASE');
  const items = real.map((name) => {
    const words = aside(name);
    return { name, chosen: name === chosen, ...(words === undefined ? {} : { aside: words }) };
  });
  // A server may take what was not offered; it is shown, not hidden.
  if (chosen !== undefined && !real.includes(chosen)) items.push({ name: chosen, chosen: true, aside: 'not offered' });
  const place = chosen === undefined ? 0 : real.indexOf(chosen) + 1;
  return {
    label,
    items,
    picked: chosen !== undefined,
    ...(place > OFFER_HEAD ? { rank: rank(place, real.length) } : {}),
  };
}

/** '11th of 17': how far down the server had to go, which tells what it did not want. */
function rank(place: number, count: number): string {
  const end = place % 100 > 10 && place % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${place}${end} of ${count}`;
}

/** Versions above the one that was chosen: the server could not, or would not. */
function declined(version: string | undefined): (word: string) => string | undefined {
  return (word) => (version !== undefined && word > versionWord(version) ? 'declined' : undefined);
}

/** Suites of TLS 1.3 name no key exchange (RFC 8446 §B.4). */
function isSuiteOf13(name: string): boolean {
  return name.startsWith('TLS_') && !name.includes('_WITH_') && !name.endsWith('_SCSV');
}

interface Extra {
  readonly name: string;
  readonly number: number;
  /** Absent: the server answers in its hello. */
  readonly taken?: (report: TlsReport) => boolean;
  /** Why it has no place in TLS 1.3; absent where it has one. */
  readonly not13?: string;
}

/** Extensions that each stand for something the server may take or leave, in the order of their numbers. */
const extraTable: readonly Extra[] = [
  { name: 'max_fragment_length', number: extensionNumber.maxFragmentLength },
  {
    name: 'status_request',
    number: extensionNumber.statusRequest,
    taken: ({ ocspStaple }) => ocspStaple !== undefined,
  },
  {
    name: 'signed_certificate_timestamp',
    number: extensionNumber.signedCertificateTimestamp,
    taken: ({ scts }) => scts.length > 0,
  },
  { name: 'encrypt_then_mac', number: extensionNumber.encryptThenMac, not13: 'not in TLS 1.3' },
  { name: 'extended_master_secret', number: extensionNumber.extendedMasterSecret, not13: 'always in TLS 1.3' },
  {
    name: 'compress_certificate',
    number: extensionNumber.compressCertificate,
    taken: (report) => messageOf(report, 'CompressedCertificate') !== undefined,
  },
  { name: 'record_size_limit', number: extensionNumber.recordSizeLimit },
  {
    name: 'session_ticket',
    number: extensionNumber.sessionTicket,
    taken: ({ tickets }) => tickets.length > 0,
  },
  { name: 'pre_shared_key', number: extensionNumber.preSharedKey, taken: ({ resumed }) => resumed },
  { name: 'early_data', number: extensionNumber.earlyData },
  { name: 'encrypted_client_hello', number: extensionNumber.encryptedClientHello },
];

function extras(report: TlsReport): OfferedGroup {
  const is13 = report.version === 'TLSv1.3';
  const items = extraTable
    .filter(({ number }) => offeredExtension(report, number) !== undefined)
    .map(({ name, number, taken, not13 }): OfferedItem => {
      if (is13 && not13 !== undefined) return { name, chosen: false, aside: not13 };
      const chosen = taken?.(report) ?? answeredExtension(report, number) !== undefined;
      return chosen || report.version === undefined ? { name, chosen } : { name, chosen, aside: 'ignored' };
    });
  return { label: 'Extras', items, picked: true };
}

/** The first few and the chosen one, wherever it stands; and how many are folded away. */
export function headOf(group: OfferedGroup): { readonly shown: readonly OfferedItem[]; readonly folded: number } {
  if (group.items.length <= OFFER_HEAD + 1) return { shown: group.items, folded: 0 };
  const shown = group.items.filter((item, index) => item.chosen || index < OFFER_HEAD);
  return { shown, folded: group.items.length - shown.length };
}

/** A suite without what all of its kind begin with, for a narrow column: 'ECDHE_RSA_AES_128_GCM_SHA256'. */
export function shortSuite(name: string): string {
  return name.replace(/^TLS_(.+)_WITH_/, '$1_');
}
