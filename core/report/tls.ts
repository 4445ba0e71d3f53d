import type { TlsMessage, TlsReport } from '#core/tls/report.ts';
import { columns, heading, toned, wrap, type Line, type Span } from './line.ts';

/** What the handshake agreed on, and its messages in their order. Facts that the bytes do not show are called so. */
export function tlsLines(tls: TlsReport, width: number): readonly Line[] {
  return [
    ...heading('TLS'),
    ...columns(facts(tls).map(([label, value]) => [toned('dim', label), value])),
    ...flow(tls, width),
  ];
}

const unseen = toned('dim', 'not observable');

function facts(tls: TlsReport): readonly (readonly [label: string, value: Span])[] {
  const { alpn, sni, clientAuth, tickets, alerts, ocspStaple } = tls;
  return [
    ['Version', tls.version?.replace(/^TLSv/, 'TLS ') ?? unseen],
    ['Cipher', tls.cipher ?? unseen],
    ['Key exchange', tls.group ?? unseen],
    ['Signature', tls.signatureScheme ?? unseen],
    ['ALPN', `${alpn.accepted ?? 'none accepted'} (offered ${list(alpn.offered)})`],
    ['SNI', sni.sent === null ? 'not sent' : `${sni.sent}${sni.acknowledged ? ' (acknowledged)' : ''}`],
    ['Session', `${tls.resumed ? 'resumed' : 'new'}, ${tickets.length} ${tickets.length === 1 ? 'ticket' : 'tickets'}`],
    ...(tls.helloRetry
      ? [['Hello', 'sent twice: the server asked for another group (HelloRetryRequest)'] as const]
      : []),
    ...(ocspStaple ? [['OCSP', `a response of ${ocspStaple.bytes} bytes came along`] as const] : []),
    ...(clientAuth.requested ? clientAuthRows(clientAuth) : []),
    ...alerts.map(
      ({ from, level, number, name }) => ['Alert', toned('bad', `${from}: ${level} ${number} ${name}`)] as const,
    ),
  ];
}

/** Servers in large organisations list hundreds. */
const MAX_AUTHORITIES = 10;

function clientAuthRows({ offered, authorities }: TlsReport['clientAuth']): readonly (readonly [string, string])[] {
  const asked = `asked for, ${offered === null ? 'none given' : 'given'}`;
  const more = authorities.length - MAX_AUTHORITIES;
  return [
    ['Client certificate', authorities.length === 0 ? `${asked}, of any authority` : `${asked}, of one of:`],
    ...authorities.slice(0, MAX_AUTHORITIES).map((name) => ['', name] as const),
    ...(more > 0 ? [['', `and ${more} more`] as const] : []),
  ];
}

/** '→ ClientHello ← ServerHello, Certificate…': one arrow per turn. */
function flow(tls: TlsReport, width: number): readonly Line[] {
  const turns: string[] = [];
  let last: TlsMessage['from'] | undefined;
  for (const { from, type } of tls.messages) {
    const arrow = from === 'client' ? '→' : '←';
    if (from === last) turns[turns.length - 1] += `, ${type}`;
    else turns.push(`${arrow} ${type}`);
    last = from;
  }
  if (turns.length === 0) return [];
  return wrap(turns.join(' '), width - 2).map((line) => [toned('dim', `  ${line}`)]);
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}
