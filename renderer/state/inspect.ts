import { create } from 'zustand';
import type { CertificateBag } from '#core/http/exchange.ts';
import type { Verdict } from '#core/trust/verdict.ts';
import { goTo } from './navigation.ts';

/** What the viewer shows: a chain that a server sent, a file, a pasted text, an authority. */
export interface InspectSubject {
  /** A host, a file name or an authority. */
  readonly title: string;
  /** Where it comes from, in words: 'from GET / at 10:31', 'from the file corp.p7b'. */
  readonly origin: string;
  /** The host that was asked; absent when none was. */
  readonly host?: string;
  readonly certificates: CertificateBag;
  /** SHA-256, in the order they were sent or stand in the file. */
  readonly sent: readonly string[];
  /** SHA-256, leaf → anchor; empty when no path was proven. */
  readonly path: readonly string[];
  /** Absent until it has been judged. */
  readonly verdict?: Verdict;
  /** ms UTC: when it was judged; absent: now. */
  readonly at?: number;
  /** SHA-256 of the certificate to begin with; absent: the first that was sent. */
  readonly selected?: string;
  /** What `sent` is the order of: 'file' for certificates that no server sent. */
  readonly order?: 'wire' | 'file';
  /** SHA-256 of the certificate the chain begins with; absent: the first that was sent. */
  readonly start?: string | undefined;
}

/** A certificate of an open subject: what can be picked, and compared. */
export interface InspectedCertificate {
  readonly sha256: string;
  readonly pem: string;
  /** Where it comes from: 'www.example.com, from GET / at 10:31'. */
  readonly origin: string;
  readonly verdict?: Verdict;
}

export interface Comparison {
  readonly a: InspectedCertificate;
  /** Absent until it is chosen. */
  readonly b?: InspectedCertificate;
  /** The host both were shown for, when it is one. */
  readonly host?: string;
}

interface Inspect {
  /** Newest first; the first is shown. */
  readonly subjects: readonly InspectSubject[];
  /** SHA-256 of the certificate that is shown. */
  readonly selected?: string | undefined;
  /** How much of each certificate is shown: what a reader needs at first, or every number and every part of a name. */
  readonly detail: 'plain' | 'full';
  /** Present while two are compared. */
  readonly comparison?: Comparison | undefined;
}

/** How many subjects stay open: what a person goes back to. */
const KEPT = 12;

/** What is open in the viewer. */
export const useInspect = create<Inspect>(() => ({ subjects: [], detail: 'plain' }));

const { getState, setState } = useInspect;

/** Goes to the viewer and shows this. What is open already comes to the front. */
export function openInspector(subject: InspectSubject): void {
  const others = getState().subjects.filter((other) => !isSame(other, subject));
  setState({
    subjects: [subject, ...others].slice(0, KEPT),
    selected:
      subject.selected ?? subject.start ?? subject.sent[0] ?? subject.path[0] ?? Object.keys(subject.certificates)[0],
    comparison: undefined,
  });
  goTo('inspect');
}

function isSame(one: InspectSubject, other: InspectSubject): boolean {
  return one.title === other.title && one.origin === other.origin && one.sent.join() === other.sent.join();
}

/** What was judged since it was opened. Nothing happens when it is no longer open. */
export function judged(subject: InspectSubject, judgement: Partial<InspectSubject>): void {
  setState(({ subjects }) => ({
    subjects: subjects.map((open) => (open === subject ? { ...open, ...judgement } : open)),
  }));
}

/** Brings an open subject to the front. */
export function showSubject(subject: InspectSubject): void {
  openInspector(subject);
}

/** Closes the subject that is shown; the one before it is shown again, if any. */
export function closeInspector(): void {
  const [, next, ...rest] = getState().subjects;
  setState({ subjects: [], selected: undefined, comparison: undefined });
  if (next !== undefined) {
    setState({ subjects: [next, ...rest] });
    openInspector(next);
  }
}

export function selectCertificate(selected: string): void {
  setState({ selected });
}

/** Shows more or less of every certificate from now on. */
export function showDetail(detail: Inspect['detail']): void {
  setState({ detail });
}

/** Begins to compare, or changes what is compared. Without an argument it ends. */
export function compare(comparison?: Comparison): void {
  setState({ comparison });
}
