/** A certificate, or every certificate of a key, refused wherever it appears: in a chain, in a list of roots, as an exception. */
export interface Distrust {
  readonly kind: 'certificate' | 'key';
  /** SHA-256 of the certificate's DER, or of its SubjectPublicKeyInfo; lower-case hex. With `kind` its identity. */
  readonly sha256: string;
  readonly label: string;
  readonly note?: string;
  /** ms UTC. */
  readonly addedAt: number;
  /** SHA-256 of the certificate it was taken from; absent when only the number was given. Its bytes: `trust.certificates`. */
  readonly certificate?: string;
}

/** What of the trust store is meant, for what removes and brings back. `id`: SHA-256, or the id of an exception or identity; of a distrust `${kind}:${sha256}`. */
export interface TrustItem {
  readonly kind: 'anchor' | 'hint' | 'distrust' | 'exception' | 'identity';
  readonly id: string;
}

/** What a refusal is called in lists, in the audit and in `trust.remove`. */
export function distrustId({ kind, sha256 }: Pick<Distrust, 'kind' | 'sha256'>): string {
  return `${kind}:${sha256}`;
}
