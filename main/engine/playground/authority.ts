import { issueCertificate, issueCrl, type Issued, type IssueOptions } from './issue.ts';

const MS_PER_DAY = 86_400_000;

/** How long ago the expired certificate ended. */
export const EXPIRED_DAYS_AGO = 12;
/** Lifetime of a server certificate: what the public authorities are moving to is shorter still (47 days from 2029). */
const SERVER_DAYS = 90;

/** What every good name of this computer is called in a certificate. */
const localNames = ['localhost', '127.0.0.1', '::1'] as const;

/** The private authority of one playground: a root that the user may trust, and the intermediate that signs servers. */
export interface Authority {
  readonly root: Issued;
  readonly issuing: Issued;
}

/** http://localhost:port, where intermediates and the revocation list are fetched: known before the certificates are made. */
export interface FetchUrls {
  readonly issuing: string;
  readonly root: string;
  readonly crl: string;
}

/** Paths on the plain server; the extensions are those of RFC 2585 §3. */
export const fetchPaths = { issuing: '/issuing.cer', root: '/root.cer', crl: '/issuing.crl' } as const;

export function fetchUrls(port: number): FetchUrls {
  const origin = `http://localhost:${port}`;
  return { issuing: origin + fetchPaths.issuing, root: origin + fetchPaths.root, crl: origin + fetchPaths.crl };
}

/**
 * A new root. Its subject names the second it was made, as every start of the app makes another one: in a list of trusted
 * authorities the stale ones can be told from the present one.
 *
 * @param now ms UTC
 */
export function createRoot(now: number): Issued {
  const madeAt = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
  return issueCertificate({
    subject: [
      ['O', 'Wireglass Playground'],
      ['OU', `Made ${madeAt} UTC`],
      ['CN', 'Wireglass Playground Root'],
    ],
    // Older than anything below it, the certificate that has expired included.
    notBefore: now - 400 * MS_PER_DAY,
    notAfter: now + 365 * MS_PER_DAY,
    role: { kind: 'authority' },
  });
}

/** The intermediate below `root`; it may sign servers and clients, not further authorities. */
export function createIssuing(root: Issued, urls: FetchUrls, now: number): Issued {
  return issueCertificate({
    subject: [
      ['O', 'Wireglass Playground'],
      ['CN', 'Wireglass Playground Issuing CA 1'],
    ],
    issuer: root,
    notBefore: now - 200 * MS_PER_DAY,
    notAfter: now + 200 * MS_PER_DAY,
    role: { kind: 'authority', pathLength: 0 },
    caIssuersUrl: urls.root,
  });
}

/** A server certificate below the intermediate, good in every way but those that `faults` changes. */
export function issueServer(
  authority: Authority,
  urls: FetchUrls,
  now: number,
  faults: Pick<Partial<IssueOptions>, 'subject' | 'role' | 'key' | 'notBefore' | 'notAfter'> = {},
): Issued {
  return issueCertificate({
    subject: [
      ['O', 'Northbound Freight'],
      ['CN', 'localhost'],
    ],
    issuer: authority.issuing,
    notBefore: now - MS_PER_DAY,
    notAfter: now + (SERVER_DAYS - 1) * MS_PER_DAY,
    role: { kind: 'server', names: localNames },
    caIssuersUrl: urls.issuing,
    crlUrl: urls.crl,
    ...faults,
  });
}

/** The validity of a certificate that ended EXPIRED_DAYS_AGO. */
export function expiredValidity(now: number): Pick<IssueOptions, 'notBefore' | 'notAfter'> {
  const notAfter = now - EXPIRED_DAYS_AGO * MS_PER_DAY;
  return { notBefore: notAfter - SERVER_DAYS * MS_PER_DAY, notAfter };
}

/** A server certificate that nobody but itself signed. */
export function issueSelfSigned(now: number): Issued {
  return issueCertificate({
    subject: [
      ['O', 'Northbound Freight'],
      ['CN', 'localhost'],
    ],
    notBefore: now - MS_PER_DAY,
    notAfter: now + (SERVER_DAYS - 1) * MS_PER_DAY,
    role: { kind: 'server', names: localNames },
  });
}

/** An identity that the server asking for client certificates accepts. */
export function issueClient(authority: Authority, now: number): Issued {
  return issueCertificate({
    subject: [
      ['O', 'Northbound Freight'],
      ['CN', 'Playground Client'],
    ],
    issuer: authority.issuing,
    notBefore: now - MS_PER_DAY,
    notAfter: now + (SERVER_DAYS - 1) * MS_PER_DAY,
    role: { kind: 'client' },
  });
}

/** The intermediate's revocation list, good for a week. What is on it was revoked an hour ago, for its key was lost. */
export function revocationList(issuing: Issued, now: number, revoked: readonly Issued[]): Uint8Array {
  return issueCrl(issuing, now, now + 7 * MS_PER_DAY, { certificates: revoked, at: now - 3_600_000 });
}
