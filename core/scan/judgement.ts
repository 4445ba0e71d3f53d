import type { ScanPhase } from './report.ts';

/** 'change': should be changed. 'note': worth knowing. 'neutral': a fact that is neither good nor bad. */
export type ScanLevel = 'good' | 'change' | 'note' | 'neutral';

/** One thing that was tried, and what to think of the answer. */
export interface ScanRow {
  /** Place in the server's order, from 1. */
  readonly rank?: number;
  readonly mark: 'accepted' | 'refused' | 'none';
  /** As on the wire: a version, a suite without TLS_, a group… */
  readonly name: string;
  /** How it was refused, or a number that belongs to it. */
  readonly detail?: string;
  readonly level: ScanLevel;
  /** In words; '' when there is nothing to say. */
  readonly reason: string;
  /** Where that is written: 'RFC 8996'. */
  readonly source?: string;
}

export interface ScanSection {
  readonly id: string;
  readonly phase: ScanPhase;
  readonly title: string;
  readonly subtitle?: string;
  readonly rows: readonly ScanRow[];
  /** False while more may come: the list is what was found so far. */
  readonly finished: boolean;
}

/** Something for the owner of the server to do ('change') or to know ('note'). */
export interface ScanChange {
  readonly id: string;
  readonly level: 'change' | 'note';
  readonly title: string;
  readonly reason: string;
  readonly source?: string;
}

export interface ScanJudgement {
  readonly sections: readonly ScanSection[];
  /** Most urgent first. */
  readonly changes: readonly ScanChange[];
}

/** 'TLS 1.3', 'SSL 3.0': how people write it. */
export function shownVersion(version: string): string {
  return version === 'SSLv3' ? 'SSL 3.0' : version.replace(/^TLSv/, 'TLS ');
}

/** The reason with where it is written. */
export function withSource({ reason, source }: { readonly reason: string; readonly source?: string }): string {
  return source === undefined ? reason : `${reason} (${source})`;
}
