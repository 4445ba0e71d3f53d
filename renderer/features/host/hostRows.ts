import { daysLeft } from '#core/certificate/validity.ts';
import type { HostEntry } from '#core/history/host.ts';
import { parseAddress } from '#core/http/address.ts';
import type { Verdict } from '#core/trust/verdict.ts';
import { serverKey, type Scan } from '#renderer/state/scan.ts';
import type { GlyphKind } from '#renderer/ui/Glyph.tsx';

/** One line of the list of hosts. */
export interface HostRow {
  /** As in the store of scans: 'api.example:443'. */
  readonly key: string;
  /** As an address writes it: no port when it is the scheme's own. */
  readonly label: string;
  readonly scheme: 'https' | 'http';
  /** Absent until there was a verdict. */
  readonly glyph?: GlyphKind;
  /** '23 d', 'expired', 'untrusted', 'no TLS'. */
  readonly word: string;
  readonly tone: 'usual' | 'warn' | 'bad';
  readonly isScanning: boolean;
  readonly lastSeenAt: number;
  /** 0: untrusted now. ms UTC: when its certificate ends. Infinity: not known. */
  readonly urgency: number;
}

export type HostSort = 'expiry' | 'name' | 'recent';

/** Days before its end from which a certificate is worth a look: as long as the shortest renewals take (30 of 90). */
const SOON_DAYS = 30;

/** Hosts of the history and of this run's scans, in the order asked for; those whose name holds `filter`. */
export function hostRows(
  hosts: readonly HostEntry[],
  scans: Readonly<Record<string, Scan>>,
  { sort, filter, now }: { readonly sort: HostSort; readonly filter: string; readonly now: number },
): readonly HostRow[] {
  const known = hosts.flatMap((host) => rowOf(host, scans, now));
  const keys = new Set(known.map(({ key }) => key));
  const scanned = Object.entries(scans).flatMap(([key, scan]) => (keys.has(key) ? [] : [scannedRow(key, scan, now)]));
  const wanted = filter.trim().toLowerCase();
  return [...known, ...scanned].filter(({ label }) => label.includes(wanted)).sort(orders[sort]);
}

const byName = (a: HostRow, b: HostRow): number => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
const orders: Readonly<Record<HostSort, (a: HostRow, b: HostRow) => number>> = {
  // Infinity minus itself is no number.
  expiry: (a, b) => (a.urgency === b.urgency ? byName(a, b) : a.urgency - b.urgency),
  name: byName,
  recent: (a, b) => b.lastSeenAt - a.lastSeenAt || byName(a, b),
};

function rowOf(host: HostEntry, scans: Readonly<Record<string, Scan>>, now: number): readonly HostRow[] {
  const address = parseAddress(`${host.scheme}://${host.authority}`);
  if (!address.ok) return [];
  const key = serverKey(address.value.host, address.value.port);
  const report = scans[key]?.report;
  // What a scan saw since then is newer.
  const seen =
    report?.certificate?.verdict !== undefined && report.startedAt > host.lastSeenAt
      ? { verdict: report.certificate.verdict.kind, notAfter: report.certificate.notAfter }
      : host;
  return [
    {
      key,
      label: host.authority,
      scheme: host.scheme,
      isScanning: report?.state === 'running',
      lastSeenAt: Math.max(host.lastSeenAt, report?.startedAt ?? 0),
      ...(host.scheme === 'http' ? plain : stateOf(seen.verdict, seen.notAfter, now)),
    },
  ];
}

function scannedRow(key: string, { report }: Scan, now: number): HostRow {
  return {
    key,
    label: key.replace(/:443$/, ''),
    scheme: 'https',
    isScanning: report === undefined || report.state === 'running',
    lastSeenAt: report?.startedAt ?? now,
    ...stateOf(report?.certificate?.verdict?.kind, report?.certificate?.notAfter, now),
  };
}

type State = Pick<HostRow, 'glyph' | 'word' | 'tone' | 'urgency'>;

const plain: State = { glyph: 'plain', word: 'no TLS', tone: 'usual', urgency: Infinity };

function stateOf(verdict: Verdict['kind'] | undefined, notAfter: number | undefined, now: number): State {
  if (verdict === undefined) return { word: 'no verdict', tone: 'usual', urgency: Infinity };
  if (verdict === 'untrusted') return { glyph: verdict, word: verdict, tone: 'bad', urgency: 0 };
  if (verdict === 'unchecked') return { glyph: verdict, word: verdict, tone: 'usual', urgency: Infinity };
  if (notAfter === undefined) return { glyph: verdict, word: verdict, tone: 'usual', urgency: Infinity };
  const days = daysLeft(notAfter, now);
  if (days < 0) return { glyph: verdict, word: 'expired', tone: 'bad', urgency: notAfter };
  return { glyph: verdict, word: `${String(days)} d`, tone: days < SOON_DAYS ? 'warn' : 'usual', urgency: notAfter };
}
