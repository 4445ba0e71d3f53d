import type { ByteMap } from './byteMap.ts';
import type { Segment } from './mark.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import type { Field } from '#core/certificate/field.ts';

/** One of the two. */
export interface Compared {
  readonly certificate: Certificate;
  /** Lower-case hex. */
  readonly sha256: string;
  /** 'sha256/…': by which two keys of one kind are told apart; core has no hashes. Absent: not made yet. */
  readonly pin?: string | undefined;
}

export interface CompareOptions {
  /** ms UTC. */
  readonly now: number;
  /** The host both were shown for, when it is one. */
  readonly host?: string | undefined;
}

/** What is to be known of two certificates: the answer first, then the differences in words, then field by field. */
export interface Comparison {
  /** 'Not a renewal: key, issuer and lifetime all changed'. */
  readonly headline: string;
  readonly summary: string;
  readonly differences: readonly Difference[];
  /** Also different, as in any two certificates: 'serial number', 'fingerprints'. */
  readonly also: readonly string[];
  readonly groups: readonly ComparedGroup[];
  readonly bytes: ByteMap;
}

/** A difference that means something. Neutral: it is no fault. */
export interface Difference {
  /** From 1; the same number stands at its field. */
  readonly number: number;
  readonly title: string;
  readonly text: string;
  readonly field: Field;
}

export interface ComparedGroup {
  readonly title: string;
  /** In the order of the first certificate, then what only the second has. */
  readonly rows: readonly ComparedRow[];
}

export interface ComparedRow {
  readonly label: string;
  readonly field?: Field | undefined;
  readonly kind: 'equal' | 'differs';
  /** Number of the difference that it belongs to; on the first row of its field. */
  readonly difference?: number | undefined;
  /** Absent: this certificate has no such field. */
  readonly a?: ComparedValue | undefined;
  readonly b?: ComparedValue | undefined;
}

export interface ComparedValue {
  readonly segments: readonly Segment[];
  readonly mono?: true;
  readonly note?: string;
}
