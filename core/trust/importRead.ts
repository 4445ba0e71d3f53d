import type { ContainerFormat } from '#core/certificate/container/contained.ts';
import type { OpenFailure } from '#core/certificate/opened.ts';
import type { Failure } from '#core/result.ts';
import type { AnchorOrigin } from './anchor.ts';
import type { AnchorSource } from './verdict.ts';

/** What lies in the files, the text, the server or the address that was read. No bytes: they stay in the main process. */
export interface ImportRead {
  /** In reading order, each certificate once. Empty when every source is locked or in `problems`. */
  readonly found: readonly ImportedCertificate[];
  /** Files that need a password, or another one (`tried`). A password is given for the file of this `name`. */
  readonly locked: readonly { readonly name: string; readonly format: ContainerFormat; readonly tried: boolean }[];
  /** What could not be read, and the true reason. `name` as for `locked`: a path, the given name, 'pasted text', host:port, an address. */
  readonly problems: readonly { readonly name: string; readonly failure: OpenFailure | ReadFailure }[];
  /** Of a read from a server or an https address: how it was reached. Never because of what it showed: see docs/adr/0018. */
  readonly reached?: { readonly host: string; readonly port: number; readonly trusted: boolean };
}

/** One certificate found, before anything is stored. */
export interface ImportedCertificate {
  readonly sha256: string;
  /** SHA-256 of its SubjectPublicKeyInfo. */
  readonly keySha256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly organization: string;
  readonly key: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** 'root': a CA signed by itself; 'intermediate': a CA of another; 'leaf': no CA, `what` says what it is instead ('a server certificate for api.corp'). */
  readonly kind: 'root' | 'intermediate' | 'leaf';
  readonly what?: string;
  readonly origin: AnchorOrigin;
  /** What the file calls it. */
  readonly alias?: string;
  /** Its private key lies in the same file. */
  readonly hasKey: boolean;
  /** Where it is an anchor (or kept as a hint) already. */
  readonly presentIn: readonly (AnchorSource | 'hint')[];
  /** The label and scope it has as a custom anchor. */
  readonly custom?: { readonly label: string; readonly scope: readonly string[] };
  /** Refused by the user, itself or its key. */
  readonly refused: boolean;
  /** 'expired', 'not-yet-valid' by the clock of the main process. */
  readonly time: 'valid' | 'expired' | 'not-yet-valid';
  /** 'RSA 1024', 'SHA-1 signature': why it would not be believed; empty when nothing is. A root's own signature does not count. */
  readonly weak: readonly string[];
  /** What its own name constraints allow, as host patterns ('.corp', '10.0.0.0/8'); empty: everything. */
  readonly permitted: readonly string[];
  readonly pathLength?: number;
  /** DNS names and addresses of its SAN, the first 100: hosts for a scope or an exception. */
  readonly hosts: readonly string[];
  /** PEM: of a leaf for the exception it is offered as, of a CA for a dry run while no more than 100 were found. */
  readonly pem?: string;
}

export type ReadFailure =
  /** The read is over, was given up, or another one took its place: read again. */
  | Failure<'read-gone'>
  | Failure<'cancelled'>
  /** One certificate of a file is damaged; the others were taken. `index`: its place among them, from 0. */
  | (Failure<'broken-certificate'> & { readonly index: number; readonly reason: string })
  /** More of them than are named. */
  | (Failure<'more-broken'> & { readonly count: number })
  /** Reading one file took too long or too much; `reason` in words: 'it took longer than 30 s'. */
  | (Failure<'gave-up'> & { readonly reason: string })
  | (Failure<'too-many'> & { readonly what: 'files' | 'certificates'; readonly limit: number })
  | (Failure<'nothing-there'> & { readonly path: string })
  /** A server or an address could not be reached or did not answer with certificates; `reason` in words. */
  | (Failure<'not-fetched'> & { readonly from: string; readonly reason: string });
