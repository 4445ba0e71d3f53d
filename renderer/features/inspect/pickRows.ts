import { formatDay } from '#core/certificate/validity.ts';
import { call } from '#renderer/call.ts';
import { useHistory } from '#renderer/state/history.ts';
import { useInspect, type InspectedCertificate, type InspectSubject } from '#renderer/state/inspect.ts';
import { momentWords } from '#renderer/state/inspectExchange.ts';
import { useTrust } from '#renderer/state/trust.ts';
import { inSlices } from './inSlices.ts';
import { labelOf } from './labels.ts';
import { originOf } from './shownOf.ts';

/** A certificate that can be picked, as it stands in the list. */
export interface PickRow {
  /** Without its PEM where that is asked for when it is picked: of thousands of anchors one is. */
  readonly certificate: Omit<InspectedCertificate, 'pem'> & { readonly pem?: string };
  readonly name: string;
  readonly more: string;
}

/** Where certificates can be picked from. */
export interface PickSource {
  readonly id: string;
  readonly label: string;
  /** Without what has been thrown away meanwhile; never rejects. */
  readonly load: () => Promise<readonly PickRow[]>;
}

/** The certificates of one subject. */
export function subjectSource(subject: InspectSubject): PickSource {
  return { id: 'subject', label: subject.title, load: () => rowsOfSubject(subject) };
}

/** Everything that two certificates to compare can be picked from. */
export const allSources: readonly PickSource[] = [
  {
    id: 'open',
    label: 'Open here',
    load: async () => (await Promise.all(useInspect.getState().subjects.map(rowsOfSubject))).flat(),
  },
  { id: 'history', label: 'History', load: loadHistory },
  { id: 'trust', label: 'Trust', load: loadAnchors },
];

async function rowsOfSubject(subject: InspectSubject): Promise<readonly PickRow[]> {
  const { certificates, sent, path, verdict } = subject;
  const origin = originOf(subject);
  const order = [...new Set([...sent, ...path])];
  const rows: PickRow[] = [];
  await inSlices(order, (sha256) => {
    const pem = certificates[sha256];
    if (pem === undefined) return;
    rows.push(rowOf({ sha256, pem, origin, ...(verdict && { verdict }) }));
  });
  return rows;
}

/** Hosts whose newest certificate is offered; each costs a reading of its exchange. */
const MOST_HOSTS = 40;

/** What each host showed last, and what it showed before where that was another one. */
async function loadHistory(): Promise<readonly PickRow[]> {
  const state = useHistory.getState();
  if (state.status !== 'ready') return [];
  const newest = new Map<string, string>();
  for (const { id, url } of state.entries) {
    const host = URL.canParse(url) ? new URL(url).host : url;
    if (!newest.has(host) && newest.size < MOST_HOSTS) newest.set(host, id);
  }
  const read = await Promise.all([...newest.values()].map((id) => call('history.get', { id })));
  return read.flatMap((one) => {
    if (!one.ok) return [];
    const { exchange, certificates } = one.value;
    const tls = exchange.connection?.tls;
    const sha256 = tls?.chain.sent[0];
    const pem = sha256 === undefined ? undefined : certificates[sha256];
    if (tls === undefined || sha256 === undefined || pem === undefined) return [];
    const { method, url } = exchange.request;
    const address = URL.canParse(url) ? new URL(url) : undefined;
    const when = momentWords(exchange.startedAt, Date.now());
    const origin = `${address?.host ?? url}, from ${method} ${address?.pathname ?? ''} ${when}`;
    return [rowOf({ sha256, pem, origin, verdict: tls.verdict })];
  });
}

const sources = {
  custom: 'your own anchor',
  system: 'from the system list',
  bundled: 'from the bundled list',
} as const;

function loadAnchors(): Promise<readonly PickRow[]> {
  const state = useTrust.getState();
  if (state.status !== 'ready') return Promise.resolve([]);
  return Promise.resolve(
    state.trust.anchors.map(({ sha256, label, source, notAfter }) => ({
      certificate: { sha256, origin: `${label}, ${sources[source]}` },
      name: label,
      more: `${sources[source]}, until ${formatDay(notAfter)}`,
    })),
  );
}

/** The certificate of a row; undefined when it is gone meanwhile. */
export async function pickedCertificate({ certificate }: PickRow): Promise<InspectedCertificate | undefined> {
  const { sha256, pem } = certificate;
  if (pem !== undefined) return { ...certificate, pem };
  const known = await call('trust.certificates', { sha256s: [sha256] });
  const found = known.ok ? known.value[sha256] : undefined;
  return found === undefined ? undefined : { ...certificate, pem: found };
}

function rowOf(certificate: InspectedCertificate): PickRow {
  const { name, until } = labelOf(certificate.sha256, certificate.pem);
  return { certificate, name, more: `${until} · ${certificate.origin}` };
}

/** Those whose name, fingerprint or origin holds all words. */
export function filterRows(rows: readonly PickRow[], filter: string): readonly PickRow[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter(({ name, more, certificate }) => {
    const text = `${name} ${more} ${certificate.sha256}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
