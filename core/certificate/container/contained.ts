import type { Failure, Result } from '#core/result.ts';

/** What a file of certificates is. */
export type ContainerFormat = 'pem' | 'der' | 'pkcs7' | 'pkcs12' | 'jks' | 'jceks' | 'tls-certificate';

export const formatNames: Readonly<Record<ContainerFormat, string>> = {
  pem: 'PEM',
  der: 'DER',
  pkcs7: 'PKCS#7',
  pkcs12: 'PKCS#12',
  jks: 'Java key store (JKS)',
  jceks: 'Java key store (JCEKS)',
  'tls-certificate': 'TLS Certificate message',
};

/** One certificate as it lay in the file; nobody has looked into its bytes yet. */
export interface ContainedCertificate {
  readonly der: Uint8Array;
  /** What the file calls it. */
  readonly alias?: string;
  /** Its private key lies in the same file. */
  readonly hasKey: boolean;
}

/** A private key that lies in the file. Its bytes are never part of an answer. */
export interface ContainedKey {
  /** 'RSA', 'EC', 'Ed25519'…; undefined when it is encrypted and the password was not given or another one. */
  readonly kind?: string;
  readonly encrypted: boolean;
  readonly alias?: string;
}

/**
 * Whether the file proves that nobody changed it: 'proven' by its password, 'unproven' when it could but no password was
 * given, 'none' when the format or the file has no such proof.
 */
export type Integrity = 'proven' | 'unproven' | 'none';

export interface Container {
  readonly format: ContainerFormat;
  /** In the order of the file. */
  readonly certificates: readonly ContainedCertificate[];
  readonly keys: readonly ContainedKey[];
  readonly integrity: Integrity;
  /** Certificates that could not be taken out, where that is let through (`OpenOptions.broken`); absent when there are none. */
  readonly broken?: readonly BrokenCertificate[];
}

/** `index`: its place among the certificates of the file, from 0. `reason` in words that can be shown. */
export interface BrokenCertificate {
  readonly index: number;
  readonly reason: string;
}

export type ContainerFailure =
  /** `what`: 'a certificate request', 'an HTML page', 'an image'… */
  | (Failure<'not-a-certificate'> & { readonly what: string })
  /** It is one of our formats, but broken; `reason` in words that can be shown. */
  | (Failure<'damaged'> & { readonly format: ContainerFormat; readonly reason: string })
  | (Failure<'password-needed'> & { readonly format: ContainerFormat })
  | (Failure<'wrong-password'> & { readonly format: ContainerFormat })
  /** `name`: of the cipher, hash or key derivation that is not read here; the OID when it has no name. */
  | (Failure<'unsupported-algorithm'> & { readonly format: ContainerFormat; readonly name: string })
  /** There are keys, and no certificate. */
  | (Failure<'only-keys'> & { readonly format: ContainerFormat; readonly keys: readonly ContainedKey[] });

export type ContainerResult = Result<Container, ContainerFailure>;
