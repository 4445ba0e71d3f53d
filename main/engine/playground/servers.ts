import type { TlsOptions } from 'node:tls';
import { tlsLibrary } from '#main/engine/http/tlsOptions.ts';
import type { PlaygroundServer } from '#core/playground/state.ts';
import {
  EXPIRED_DAYS_AGO,
  expiredValidity,
  issueSelfSigned,
  issueServer,
  type Authority,
  type FetchUrls,
} from './authority.ts';
import type { Issued } from './issue.ts';

/** One server of the playground: its place in the welcome view, its certificate and its TLS options. */
export interface ServerPlan extends Omit<PlaygroundServer, 'url' | 'port'> {
  /** The path that shows what is special about it. */
  readonly path: string;
  /** Leaf first, as sent. */
  readonly chain: (making: Making) => readonly [leaf: Issued, ...above: Issued[]];
  readonly tls?: (making: Making) => TlsOptions;
  /** Time from the TCP connection to the first look at the ClientHello, ms. */
  readonly handshakePauseMs?: number;
}

export interface Making {
  readonly authority: Authority;
  readonly urls: FetchUrls;
  /** ms UTC. */
  readonly now: number;
}

type Faults = Parameters<typeof issueServer>[3];

const signedBy = (making: Making, faults: Faults = {}): readonly [Issued, Issued] => [
  issueServer(making.authority, making.urls, making.now, faults),
  making.authority.issuing,
];

/** With the root, which servers need not send: so that it is there to be looked at and trusted. */
const withRoot = (making: Making, faults: Faults = {}): readonly [Issued, Issued, Issued] => [
  ...signedBy(making, faults),
  making.authority.root,
];

/** OpenSSL refuses to serve 1024 bits unless told (SSL_CTX_set_security_level(3)); BoringSSL has no levels and does not mind. */
const weakKeysAllowed: TlsOptions = tlsLibrary() === 'boringssl' ? {} : { ciphers: 'DEFAULT@SECLEVEL=0' };

/** The playground, in the order of the welcome view and of the ports. To add a server: its id in core/playground/state.ts, its line here. */
export const serverPlans: readonly ServerPlan[] = [
  {
    id: 'good',
    title: 'Good, private CA',
    description: 'Everything is right, except that you have not trusted its CA yet.',
    group: 'untrusted',
    path: '/orders',
    chain: withRoot,
  },
  {
    id: 'expired',
    title: 'Expired',
    description: `Ran out ${EXPIRED_DAYS_AGO} days ago. See which of the certificates it was.`,
    group: 'untrusted',
    path: '/orders',
    chain: (making) => withRoot(making, expiredValidity(making.now)),
  },
  {
    id: 'wrong-host',
    title: 'Wrong host',
    description: 'The certificate is for another name. See the nearest match.',
    group: 'untrusted',
    path: '/orders',
    chain: (making) =>
      withRoot(making, {
        subject: [
          ['O', 'Northbound Freight'],
          ['CN', 'localhost.example'],
        ],
        role: { kind: 'server', names: ['localhost.example', 'freight.example', 'local-host.test'] },
      }),
  },
  {
    id: 'self-signed',
    title: 'Self-signed',
    description: 'Vouches for itself, and nobody else does.',
    group: 'untrusted',
    path: '/orders',
    chain: (making) => [issueSelfSigned(making.now)],
  },
  {
    id: 'missing-intermediate',
    title: 'Missing intermediate',
    description: 'Works in some clients and fails in others. See the gap.',
    group: 'untrusted',
    path: '/orders',
    chain: (making) => [signedBy(making)[0]],
  },
  {
    id: 'weak-key',
    title: 'Weak key',
    description: 'RSA with 1024 bits, which some TLS libraries still accept.',
    group: 'untrusted',
    path: '/orders',
    chain: (making) => withRoot(making, { key: 'RSA-1024' }),
    tls: () => weakKeysAllowed,
  },
  {
    id: 'client-certificate',
    title: 'Client certificate',
    description: 'Asks who you are, and says whose word it would take.',
    group: 'different',
    path: '/whoami',
    chain: signedBy,
    tls: ({ authority }) => ({
      minVersion: 'TLSv1.3',
      requestCert: true,
      rejectUnauthorized: true,
      ca: [authority.root.pem, authority.issuing.pem],
    }),
  },
  {
    id: 'breaks-off',
    title: 'Breaks off',
    description: 'Ends the handshake with an alert and no more. Find out why.',
    group: 'different',
    path: '/orders',
    chain: signedBy,
    // Takes no protocol that the web speaks: alert 120 for whoever offers one by ALPN.
    tls: () => ({ ALPNProtocols: ['imap'] }),
  },
  {
    id: 'revoked',
    title: 'Revoked',
    description: 'Its authority took it back; who does not ask does not hear. Ask in Inspect.',
    group: 'different',
    path: '/orders',
    chain: signedBy,
  },
  {
    id: 'tls12',
    title: 'TLS 1.2 only',
    description: 'The older handshake, message by message, certificate in the clear.',
    group: 'different',
    path: '/orders',
    chain: signedBy,
    tls: () => ({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }),
  },
  {
    id: 'slow',
    title: 'Slow',
    description: 'Pauses in every phase. See in the timing where the time went.',
    group: 'different',
    path: '/report',
    chain: signedBy,
    handshakePauseMs: 700,
  },
  {
    id: 'streaming',
    title: 'Streaming',
    description: 'Sends one event per second, ten in all, as they happen.',
    group: 'different',
    path: '/events',
    chain: signedBy,
  },
  {
    id: 'large',
    title: 'Large',
    description: '25 MB of JSON, a hundred thousand lines, compressed when you accept it.',
    group: 'different',
    path: '/shipments',
    chain: signedBy,
  },
];
