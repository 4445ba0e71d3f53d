import { isPostQuantum } from './lead.ts';
import { versionWord } from './messageNote.ts';
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
  /** Whether the server picked one; a failed handshake may have none. */
  readonly picked: boolean;
}

/** How many are shown before the rest is folded. */
const OFFER_HEAD = 4;

/** What the client offered and what the server took of it; lists that were not sent are left out. */
export function offeredGroups(report: TlsReport): readonly OfferedGroup[] {
  const { offered } = report;
  const groups = [
    group('Version', offered.versions.map(versionWord), report.version && versionWord(report.version)),
    group('Cipher suite', offered.ciphers, report.cipher),
    group('Key exchange', offered.groups, report.group, (name) => (isPostQuantum(name) ? 'post-quantum' : undefined)),
    group('Signature', offered.signatureSchemes, report.signatureScheme),
    group('Application', report.alpn.offered, report.alpn.accepted ?? undefined),
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
  return { label, items, picked: chosen !== undefined };
}

/** The first few and the chosen one, wherever it stands; and how many are folded away. */
export function headOf(group: OfferedGroup): { readonly shown: readonly OfferedItem[]; readonly folded: number } {
  if (group.items.length <= OFFER_HEAD + 1) return { shown: group.items, folded: 0 };
  const shown = group.items.filter((item, index) => item.chosen || index < OFFER_HEAD);
  return { shown, folded: group.items.length - shown.length };
}
