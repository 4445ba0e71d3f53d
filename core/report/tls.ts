import type { Connection, Exchange } from '#core/http/exchange.ts';
import type { TlsMessage, TlsReport } from '#core/tls/report.ts';
import { connectionNotes } from './connectionNotes.ts';
import { handshakeLead } from './handshakeLead.ts';
import { columns, heading, toned, wrap, type Line, type Span } from './line.ts';
import { tlsFacts, type NameOf } from './tlsFacts.ts';

/** What the handshake agreed on, and its messages in their order. Facts that the bytes do not show are called so. */
export function tlsLines(exchange: Exchange, width: number, nameOf?: NameOf): readonly Line[] {
  const { connection } = exchange;
  const report = connection?.tls;
  if (connection === undefined || report === undefined) return [];
  return [
    ...heading('TLS'),
    ...wrap(handshakeLead(exchange), width - 2).map((line): Line => [`  ${line}`]),
    ...columns(rows(connection, report, nameOf).map(([label, value]) => [toned('dim', label), value])),
    ...noteLines(exchange, width),
    ...flow(report, width),
  ];
}

const unseen = toned('dim', 'not observable');

/** What is said in full below, or above in the verdict. */
const elsewhere: ReadonlySet<string> = new Set(['Client certificate', 'Alerts', 'TLS library']);

function rows(
  connection: Connection,
  report: TlsReport,
  nameOf: NameOf | undefined,
): readonly (readonly [label: string, value: Span])[] {
  // Of what is asked of every handshake it is also said that it cannot be seen; of the rest, only what can.
  const facts = tlsFacts(connection, report, nameOf).filter(
    ({ label, rank, value }) => !elsewhere.has(label) && (rank !== 'third' || value !== undefined),
  );
  return [
    ...facts.map(({ label, value, aside }): readonly [string, Span] => {
      if (value === undefined) return [label, unseen];
      return [label, aside === undefined ? value : `${value} (${aside})`];
    }),
    ['Offered', `${list(report.alpn.offered)}; ${offers(report)}`],
    ...(report.ja3 === undefined ? [] : [['JA3', report.ja3] as const]),
    ...(report.ja3s === undefined ? [] : [['JA3S', report.ja3s] as const]),
    ...(report.version === undefined ? [] : clientAuthRows(report.clientAuth)),
    ...report.alerts.map(
      ({ from, level, number, name }) =>
        ['Alert', toned(level === 'fatal' ? 'bad' : 'dim', `${from}: ${level} ${number} ${name}`)] as const,
    ),
  ];
}

/** How much the client offered: the lists themselves are in `--json`. */
function offers({ offered }: TlsReport): string {
  const counts = [
    [offered.versions, 'versions'],
    [offered.ciphers, 'cipher suites'],
    [offered.groups, 'groups'],
    [offered.signatureSchemes, 'signature schemes'],
  ] as const;
  return counts.map(([names, what]) => `${names.filter((name) => name !== 'GREASE').length} ${what}`).join(', ');
}

/** Servers in large organisations list hundreds. */
const MAX_AUTHORITIES = 10;

function clientAuthRows(auth: TlsReport['clientAuth']): readonly (readonly [string, string])[] {
  const { requested, offered, authorities, identity, certificateTypes = [] } = auth;
  if (!requested) return [['Client certificate', 'not requested']];
  const given = identity === undefined ? 'given' : `given (${identity.label})`;
  const asked = `asked for, ${offered === null ? 'none given' : given}`;
  const more = authorities.length - MAX_AUTHORITIES;
  return [
    ['Client certificate', authorities.length === 0 ? `${asked}, of any authority` : `${asked}, of one of:`],
    ...authorities.slice(0, MAX_AUTHORITIES).map((name) => ['', name] as const),
    ...(more > 0 ? [['', `and ${more} more`] as const] : []),
    ...(certificateTypes.length > 0 ? [['', `with a key for ${list(certificateTypes)}`] as const] : []),
  ];
}

/** The findings of the verdict are told with it, above: here what only the handshake shows. */
function noteLines(exchange: Exchange, width: number): readonly Line[] {
  return connectionNotes(exchange)
    .filter(({ from }) => from === 'handshake')
    .flatMap(({ severity, title, text }) => [
      ['  ', toned(severity === 'error' ? 'bad' : severity === 'warning' ? 'warn' : 'dim', title)],
      ...wrap(text, width - 4).map((line): Line => [toned('dim', `    ${line}`)]),
    ]);
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
