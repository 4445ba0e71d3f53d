import type { ScanLevel, ScanRow, ScanSection } from './judgement.ts';
import type { NameOutcome, ScanExtras, ScanReport } from './report.ts';

type Opinion = Omit<ScanRow, 'name' | 'rank'>;
type More = Pick<ScanRow, 'source' | 'detail'>;

const yes = (level: ScanLevel, reason: string, more: More = {}): Opinion => ({
  mark: 'accepted',
  level,
  reason,
  ...more,
});
const no = (level: ScanLevel, reason: string, more: More = {}): Opinion => ({
  mark: 'refused',
  level,
  reason,
  ...more,
});

/** Seven days (RFC 8446 §4.6.1). */
export const MAX_TICKET_SECONDS = 604_800;
const DAY_SECONDS = 86_400;

/**
 * One line for everything a handshake shows beside its keys; none for what was not tried or could not be seen.
 * To add one: its field in ScanExtras, its line here.
 */
const extraRows: readonly (readonly [name: string, judge: (extras: ScanExtras) => Opinion | undefined])[] = [
  ['session tickets', ticketOpinion],
  ['early data', earlyDataOpinion],
  [
    'session id',
    ({ sessionId }) =>
      either(sessionId, yes('neutral', 'Sessions before TLS 1.3 are found again'), no('neutral', 'Not given')),
  ],
  ['OCSP staple', stapleOpinion],
  [
    'certificate timestamps',
    ({ scts = 0 }) => (scts > 0 ? yes('good', 'Good', { detail: `${scts} sent` }) : undefined),
  ],
  [
    'secure renegotiation',
    ({ secureRenegotiation }) =>
      either(
        secureRenegotiation,
        yes('good', 'Good'),
        no('change', 'Missing: requests can be joined to another’s', { source: 'RFC 5746' }),
      ),
  ],
  [
    'extended master secret',
    ({ extendedMasterSecret }) =>
      either(
        extendedMasterSecret,
        yes('good', 'Good'),
        no('change', 'Missing: sessions can be mixed up', { source: 'RFC 7627' }),
      ),
  ],
  [
    'encrypt-then-MAC',
    ({ encryptThenMac }) =>
      either(
        encryptThenMac,
        yes('good', 'Good, for CBC'),
        no('note', 'Missing: CBC is open to padding attacks', { source: 'RFC 7366' }),
      ),
  ],
  [
    'TLS compression',
    ({ compression }) =>
      either(
        compression,
        yes('change', 'On: secrets can be guessed by length (CRIME)', { source: 'RFC 9325 §3.3' }),
        no('good', 'Good that it is off'),
      ),
  ],
  [
    'heartbeat',
    ({ heartbeat }) =>
      either(heartbeat, yes('note', 'Rarely needed. Heartbleed was not tried'), no('good', 'Good that it is off')),
  ],
  [
    'fallback signal',
    ({ fallbackScsv }) =>
      either(
        fallbackScsv === undefined ? undefined : fallbackScsv === 'refused-as-it-should',
        yes('good', 'Heard, good'),
        no('note', 'Ignored: a forced fallback goes unnoticed', { source: 'RFC 7507' }),
      ),
  ],
  [
    'certificate compression',
    ({ certificateCompression: by }) =>
      by === undefined || by === null ? undefined : yes('neutral', 'Saves bytes', { detail: by }),
  ],
  ['client certificate', clientOpinion],
  ['without a host name', ({ serverName }) => serverName && nameOpinion(serverName.without)],
  ['with an unknown name', ({ serverName }) => serverName && nameOpinion(serverName.unknown)],
];

export function judgeExtras({ extras, phase, state }: ScanReport): readonly ScanSection[] {
  const isBegun = phase === 'extras' || (phase === undefined && state === 'complete');
  if (!isBegun) return [];
  const rows = extraRows.flatMap(([name, judge]): readonly ScanRow[] => {
    const opinion = judge(extras);
    return opinion === undefined ? [] : [{ name, ...opinion }];
  });
  return [{ id: 'extras', phase: 'extras', title: 'Resumption and extras', finished: phase !== 'extras', rows }];
}

function either(is: boolean | undefined, ifSo: Opinion, ifNot: Opinion): Opinion | undefined {
  return is === undefined ? undefined : is ? ifSo : ifNot;
}

function ticketOpinion({ ticket }: ScanExtras): Opinion | undefined {
  if (ticket === undefined) return undefined;
  if (!ticket.offered) return no('neutral', 'None: every connection is a full handshake');
  const { lifetimeSeconds: seconds } = ticket;
  if (seconds === undefined || seconds === 0) return yes('good', 'Good');
  const detail = `lifetime ${lifetimeWords(seconds)}`;
  if (seconds > MAX_TICKET_SECONDS)
    return yes('change', 'Longer than seven days', { source: 'RFC 8446 §4.6.1', detail });
  if (seconds > DAY_SECONDS) return yes('note', 'Long: a stolen ticket key opens all that time', { detail });
  return yes('good', 'Good', { detail });
}

function lifetimeWords(seconds: number): string {
  const units = [
    ['day', DAY_SECONDS],
    ['h', 3600],
    ['min', 60],
  ] as const;
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? ['s', 1];
  const count = Math.round(seconds / size);
  return `${count} ${unit}${unit === 'day' && count !== 1 ? 's' : ''}`;
}

function earlyDataOpinion({ ticket }: ScanExtras): Opinion | undefined {
  if (ticket?.version !== 'TLSv1.3') return undefined;
  const bytes = ticket.maxEarlyData ?? 0;
  if (bytes === 0) return no('good', 'Good: it cannot be played again');
  return yes('note', 'Anyone can play it again', { source: 'RFC 8446 §8', detail: `${bytes} bytes` });
}

function stapleOpinion({ ocspStaple }: ScanExtras): Opinion | undefined {
  if (ocspStaple === undefined) return undefined;
  if (ocspStaple === null) return no('neutral', 'None: clients that check ask the authority');
  const { bytes, status, nextUpdate } = ocspStaple;
  const end =
    nextUpdate === undefined ? '' : `, until ${new Date(nextUpdate).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const detail = status === undefined ? `${bytes} bytes` : `${status}${end}`;
  if (status === 'revoked') return yes('change', 'The certificate is revoked', { source: 'RFC 6960', detail });
  if (status === 'good') return yes('good', 'Good', { detail });
  return yes('note', status === undefined ? 'It says nothing' : 'The authority does not know the certificate', {
    detail,
  });
}

function clientOpinion({ clientCertificate }: ScanExtras): Opinion | undefined {
  switch (clientCertificate?.asked) {
    case 'no':
      return no('neutral', 'Not asked for');
    case 'asked':
      return yes('note', 'Asked for. The scan sends none');
    case 'optional':
      return yes('note', 'Asked for; the handshake ends well without one');
    case 'required':
      return yes('note', 'Required: without one the handshake is refused');
    case undefined:
      return undefined;
  }
}

function nameOpinion(outcome: NameOutcome): Opinion {
  switch (outcome) {
    case 'same-certificate':
      return yes('neutral', 'The same certificate');
    case 'other-certificate':
      return yes('neutral', 'Another certificate');
    case 'refused':
      return no('neutral', 'Refused');
    case 'not-observable':
      return { mark: 'none', level: 'neutral', reason: 'Not observable' };
  }
}
