import type { ContainedKey, ContainerFailure, ContainerFormat, Integrity } from './container/contained.ts';
import type { Failure } from '#core/result.ts';

/** What `certificate.open` found. Plain data: crosses the bridge. */
export interface OpenedCertificates {
  readonly format: ContainerFormat;
  /** In the order of the file, each once; at least one. */
  readonly certificates: readonly OpenedCertificate[];
  readonly keys: readonly ContainedKey[];
  readonly integrity: Integrity;
}

export interface OpenedCertificate {
  /** SHA-256 of the DER, lower-case hex. */
  readonly sha256: string;
  readonly pem: string;
  /** What the file calls it. */
  readonly alias?: string;
  /** Its private key lies in the same file. */
  readonly hasKey: boolean;
  /** Why it is no well-formed certificate, and at which byte: to be shown beside the bytes. */
  readonly fault?: { readonly reason: string; readonly offset: number };
}

/** Why nothing could be opened. */
export type OpenFailure =
  | ContainerFailure
  | (Failure<'too-large'> & { readonly bytes: number; readonly limitBytes: number })
  /** `code`: the system's (ENOENT, EACCES, EISDIR…), or FIFO, DEVICE, SOCKET. */
  | (Failure<'unreadable'> & { readonly path: string; readonly code: string });
